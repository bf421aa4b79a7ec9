//! See `src/yaml.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| jianbao_fuzz::yaml::run(data));
