//! What stands around the paper: dark and light, narrow windows.

use super::{SHOWN, pixel, read, read_28};
use crate::project::Project;

#[test]
fn the_paper_stays_white_in_the_dark() {
    read_28(|it| {
        let paper: [f64; 2] = it.tab.eval(
            "(() => { const box = document.querySelector('.sheet img').getBoundingClientRect();
                return [box.left + box.width / 2, box.top + 12]; })()",
        );
        let around: [f64; 2] = it.tab.eval(
            "(() => { const box = document.querySelector('footer').getBoundingClientRect();
                return [box.right - 3, box.bottom - 3]; })()",
        );
        let look = |scheme: &str| {
            it.tab.prefers("prefers-color-scheme", scheme);
            it.tab.wait_for(&format!("matchMedia('(prefers-color-scheme: {scheme})').matches"));
            // Colours may fade over.
            std::thread::sleep(std::time::Duration::from_millis(300));
            let path = it.project.path(&format!("{scheme}.png"));
            it.tab.screenshot(&path);
            [paper, around].map(|[x, y]| pixel(&path, x as u32, y as u32))
        };
        let (light, dark) = (look("light"), look("dark"));
        assert_eq!((light[0], dark[0]), ([255; 3], [255; 3]));
        let bright = |pixel: [u8; 3]| pixel.iter().all(|part| *part > 200);
        assert!(bright(light[1]), "{light:?}");
        assert!(dark[1].iter().all(|part| *part < 90), "{dark:?}");
    });
}

#[test]
fn a_small_window_or_large_letters_lose_nothing_sideways() {
    // 1280 × 720 at 200 %, and a small telephone.
    let sizes = [(640, 360), (1024, 576), (360, 640)];
    let fits = "document.documentElement.scrollWidth <= innerWidth \
        && document.body.scrollWidth <= innerWidth";
    read_28(|it| {
        for (width, height) in sizes {
            it.tab.resize(width, height);
            it.tab.wait_for(&format!("innerWidth === {width}"));
            it.tab.wait_for(fits);
            it.tab.wait_for("document.querySelector('#pages').clientHeight > 100");
            it.tab.wait_for(
                "document.querySelector('.sheet img').getBoundingClientRect().width > 100",
            );
        }
    });
    read(Project::briefings(), &[], "", |it| {
        it.tab.wait_for("document.querySelector('li[data-issue]')");
        for (width, height) in sizes {
            it.tab.resize(width, height);
            it.tab.wait_for(&format!("innerWidth === {width}"));
            it.tab.wait_for(fits);
        }
    });
}

#[test]
fn an_address_of_a_draft_opens_it() {
    read(Project::briefings(), &[], "2018/28?draft=1", |it| {
        it.tab.wait_for(SHOWN);
        it.tab.wait_for("document.querySelector('#draft input[value=\"1\"]').checked");
    });
}
