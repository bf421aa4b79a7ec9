#!/usr/bin/env python3
"""Makes the documents beside it, with the programs that counties use or their like.

Needs python-docx, LibreOffice (soffice) and pandoc. Run by hand when a document is added; what it
makes is committed, so that the tests need none of them. Documents of other programs are kept as
they are unless --all is given: each version writes them a little differently.
"""

import io
import pathlib
import re
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

HERE = pathlib.Path(__file__).parent
REPOSITORY = HERE.parent.parent
ALL = "--all" in sys.argv
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def wanted(name):
    return ALL or not (HERE / name).exists()


def put(name, data):
    if wanted(name):
        (HERE / name).write_bytes(data if isinstance(data, bytes) else data.encode())


def png(width=8, height=8):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\xc0\x30\x20" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


# ---------------------------------------------------------------- No. 28 by LibreOffice, three styles

def items():
    """Title, source, date and paragraphs (runs of text and bold) of the four items."""
    found = []
    for path in sorted((REPOSITORY / "briefings/2018/028").glob("[0-9]*")):
        text = path.read_text()
        if path.suffix == ".md":
            head, body = text.split("---\n", 2)[1:]
        else:
            head, body = text.split("body: |\n")
            body = re.sub(r"(?m)^  ", "", body)
        value = lambda key: (re.search(rf"(?m)^{key}: (.*)$", head) or [None, None])[1]
        paragraphs = [
            [(part, index % 2 == 1) for index, part in enumerate(line.split("**")) if part]
            for line in body.strip().split("\n\n")
        ]
        found.append((path.stem.split("-")[1], value("title"), value("source"), value("date"), paragraphs))
    return found


def escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;")


def flat(title, source, date, paragraphs):
    """A flat ODT in the official look: 小标宋 title, 仿宋 text, unit and date at the end."""
    style = lambda name, props, text: (
        f'<style:style style:name="{name}" style:family="paragraph"><style:paragraph-properties {props}/>'
        f'<style:text-properties {text}/></style:style>'
    )
    body = f'<text:p text:style-name="T">{escape(title).replace("|", "<text:line-break/>")}</text:p>'
    for runs in paragraphs:
        inner = "".join(
            f'<text:span text:style-name="B">{escape(text)}</text:span>' if bold else escape(text)
            for text, bold in runs
        )
        body += f'<text:p text:style-name="P">{inner}</text:p>'
    year, month, day = date.split("-")
    if source:
        body += f'<text:p text:style-name="R">{source}</text:p>'
    body += f'<text:p text:style-name="R">{year}年{int(month)}月{int(day)}日</text:p>'
    return f'''<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls><style:font-face style:name="小标宋" svg:font-family="方正小标宋简体"/><style:font-face style:name="仿宋" svg:font-family="仿宋_GB2312"/></office:font-face-decls>
<office:automatic-styles>
{style("T", 'fo:text-align="center"', 'style:font-name-asian="小标宋" style:font-size-asian="22pt" fo:font-size="22pt"')}
{style("P", 'fo:text-indent="32pt"', 'style:font-name-asian="仿宋" style:font-size-asian="16pt" fo:font-size="16pt"')}
{style("R", 'fo:text-align="end"', 'style:font-name-asian="仿宋" style:font-size-asian="16pt" fo:font-size="16pt"')}
<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold" style:font-weight-asian="bold"/></style:style>
</office:automatic-styles>
<office:body><office:text>{body}</office:text></office:body></office:document>'''


def page(title, source, date, paragraphs):
    """HTML with a centred heading, and unit and date centred below it."""
    year, month, day = date.split("-")
    under = f"（{source}　{year}年{int(month)}月{int(day)}日）" if source else f"（{year}年{int(month)}月{int(day)}日）"
    body = "".join(
        "<p>" + "".join(f"<b>{escape(text)}</b>" if bold else escape(text) for text, bold in runs) + "</p>"
        for runs in paragraphs
    )
    shown = escape(title).replace("|", "<br>")
    return (
        '<html><head><meta charset="utf-8"></head><body>'
        f'<h1 style="text-align:center">{shown}</h1><p style="text-align:center">{under}</p>{body}</body></html>'
    )


def rich(title, source, date, paragraphs):
    """RTF: everything in one size, title bold, unit and date named in lines of their own."""
    text = lambda text: "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in text)
    shown = text(title).replace("|", "\\line ")
    rows = [f"{{\\pard\\qc\\b {shown}\\b0\\par}}"]
    if source:
        rows.append(f"{{\\pard {text('来源：' + source)}\\par}}")
    rows.append(f"{{\\pard {text('日期：' + date)}\\par}}")
    for runs in paragraphs:
        inner = "".join(f"{{\\b {text(part)}}}" if bold else f"{{{text(part)}}}" for part, bold in runs)
        rows.append(f"{{\\pard\\fi640 {inner}\\par}}")
    return "{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 SimSun;}}\\fs28 " + "\n".join(rows) + "}"


def office(name, ending, source):
    """What LibreOffice makes of a document of another format."""
    if not wanted(name + ".docx"):
        return
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / f"in.{ending}"
        path.write_text(source)
        command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile"]
        if ending == "html":
            command.append("--infilter=HTML (StarWriter)")
        command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", folder, str(path)]
        subprocess.run(command, check=True, capture_output=True)
        (HERE / f"{name}.docx").write_bytes((pathlib.Path(folder) / "in.docx").read_bytes())


def number_28():
    for index, (name, *item) in enumerate(items()):
        office(f"28期-公文式-{name}", "fodt", flat(*item))
        office(f"28期-网页式-{name}", "html", page(*item))
        office(f"28期-普通式-{name}", "rtf", rich(*item))


# ---------------------------------------------------------------------------------- python-docx

TEXT = "11月20日，山阴县召开农村人居环境整治推进会，安排部署下一阶段重点任务。"
MORE = "会议要求，各乡镇要压实责任，倒排工期，确保年底前完成任务。"


class Doc:
    """A document in Word's way."""

    def __init__(self, title=None, size=22, face="方正小标宋简体"):
        self.doc = docx.Document()
        if title:
            self.line(title, size=size, face=face, align=ALIGN.CENTER)

    def line(self, text="", size=None, face=None, bold=None, align=None, style=None):
        paragraph = self.doc.add_paragraph(style=style)
        if text:
            self.run(paragraph, text, size, face, bold)
        if align is not None:
            paragraph.alignment = align
        return paragraph

    @staticmethod
    def run(paragraph, text, size=None, face=None, bold=None):
        run = paragraph.add_run(text)
        run.bold = bold
        if size:
            run.font.size = Pt(size)
        if face:
            run.font.name = "Times New Roman"
            run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
        return run

    def xml(self, paragraph, xml):
        paragraph._element.append(parse_xml(xml))

    def sign(self, unit="山阴县人民政府办公室", date="2018年11月21日"):
        self.line(unit, align=ALIGN.RIGHT)
        self.line(date, align=ALIGN.RIGHT)
        return self

    def save(self, name):
        if wanted(name + ".docx"):
            self.doc.core_properties.author = ""
            self.doc.save(HERE / f"{name}.docx")


def word():
    # Bold through styles that cancel each other out.
    d = Doc("山阴县扎实推进农村人居环境整治")
    d.line(TEXT)
    from docx.enum.style import WD_STYLE_TYPE as TYPE
    lead = d.doc.styles.add_style("Lead", TYPE.PARAGRAPH)
    lead.font.bold = True
    strong = d.doc.styles.add_style("Strong Too", TYPE.CHARACTER)
    strong.font.bold = True
    p = d.line(style="Lead")
    p.add_run("一是压实责任。")
    p.add_run("各乡镇党政主要负责人包片，", style="Strong Too")
    p.add_run("村干部包户。").bold = False
    d.sign().save("样式加粗")

    # Numbers that Word counts, direct and through a style.
    numbering = f'''<w:abstractNum {W} w:abstractNumId="77"><w:multiLevelType w:val="multilevel"/>
      <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
      <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
      <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
      <w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="decimalEnclosedCircle"/><w:lvlText w:val="%4"/></w:lvl>
    </w:abstractNum>'''

    def numbered(d, number="77", over=""):
        part = d.doc.part.numbering_part.element
        if not part.findall(f'{{*}}abstractNum[@{qn("w:abstractNumId")}="77"]'):
            part.insert(0, parse_xml(numbering))
        part.append(parse_xml(f'<w:num {W} w:numId="{number}"><w:abstractNumId w:val="77"/>{over}</w:num>'))

    def item(d, text, level, number="77"):
        p = d.line(text)
        p._element.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'))
        return p

    d = Doc("山阴县农村人居环境整治工作情况")
    numbered(d)
    d.line(TEXT)
    item(d, "工作进展", 0)
    item(d, "垃圾治理。全县清理垃圾堆放点120处。", 1)
    item(d, "厕所改造。完成改厕3200座。", 1)
    item(d, "下步打算", 0)
    item(d, "加强督导。每月通报一次进度。", 1)
    item(d, "落实资金300万元；", 2)
    item(d, "配齐保洁员；", 2)
    item(d, "逐村签订责任书。", 3)
    d.sign().save("自动编号")

    d = Doc("山阴县农村人居环境整治工作情况（续）")
    numbered(d)
    over = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbered(d, "78", over)
    style = d.doc.styles.add_style("Numbered", TYPE.PARAGRAPH)
    style.element.get_or_add_pPr().append(parse_xml(f'<w:numPr {W}><w:numId w:val="77"/></w:numPr>'))
    d.line(TEXT)
    d.line("组织领导", style="Numbered")
    d.line(MORE)
    d.line("资金保障", style="Numbered")
    d.line(MORE)
    item(d, "考核问责", 0, "78")
    d.line(MORE)
    d.sign().save("样式编号")

    # A table with merged cells.
    d = Doc("山阴县煤改气工程进度")
    d.line(TEXT)
    table = d.doc.add_table(4, 3)
    for row, cells in enumerate([("乡镇", "户数", ""), ("", "计划", "完成"), ("岱岳镇", "1200", "1100"), ("合计", "1200", "1100")]):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    table.cell(0, 1).merge(table.cell(0, 2)).text = "户数|户"
    table.cell(0, 0).merge(table.cell(1, 0)).text = "乡镇"
    d.line(MORE)
    d.sign().save("合并单元格")

    # Pictures; one of them with the wrong name.
    d = Doc("山阴县加快水库除险加固")
    d.line(TEXT)
    d.doc.add_picture(io.BytesIO(png()))
    d.line("图为施工现场。", align=ALIGN.CENTER)
    d.line(MORE)
    d.sign().save("插图")

    # Revisions.
    d = Doc("山阴县开展秋冬季森林防火检查")
    p = d.line("11月20日，山阴县")
    ins = f'<w:ins {W} w:id="1" w:author="a" w:date="2018-11-20T00:00:00Z"><w:r><w:t>林业局</w:t></w:r></w:ins>'
    rem = f'<w:del {W} w:id="2" w:author="a"><w:r><w:delText>水利局</w:delText></w:r></w:del>'
    d.xml(p, ins)
    d.xml(p, rem)
    d.xml(p, f'<w:moveFrom {W} w:id="3" w:author="a"><w:r><w:t>移走的话。</w:t></w:r></w:moveFrom>')
    d.run(p, "组织开展森林防火检查，排查隐患15处。")
    d.line(MORE)
    d.sign().save("修订")

    # Links, content controls, smart tags, fields.
    d = Doc("山阴县优化营商环境")
    p = d.line()
    d.xml(p, f'<w:sdt {W}><w:sdtPr/><w:sdtContent><w:r><w:t>11月20日，</w:t></w:r></w:sdtContent></w:sdt>')
    d.xml(p, f'<w:smartTag {W} w:uri="u" w:element="place"><w:r><w:t>山阴县</w:t></w:r></w:smartTag>')
    d.run(p, "召开营商环境座谈会，企业代表")
    for xml in [
        '<w:r {W}><w:fldChar w:fldCharType="begin"/></w:r>',
        '<w:r {W}><w:instrText xml:space="preserve"> NUMPAGES </w:instrText></w:r>',
        '<w:r {W}><w:fldChar w:fldCharType="separate"/></w:r>',
        '<w:r {W}><w:t>36</w:t></w:r>',
        '<w:r {W}><w:fldChar w:fldCharType="end"/></w:r>',
    ]:
        d.xml(p, xml.replace("{W}", W))
    d.run(p, "人参加，详见")
    rel = d.doc.part.relate_to("http://www.example.cn/", docx.opc.constants.RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    d.xml(p, f'<w:hyperlink {W} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="{rel}"><w:r><w:t>县政府网站</w:t></w:r></w:hyperlink>')
    d.run(p, "。")
    d.line(MORE)
    d.sign().save("链接和域")

    # A text box, written twice for old and new programs; a chart; a symbol.
    d = Doc("山阴县推进医药卫生体制改革")
    p = d.line(TEXT)
    box = '<w:txbxContent><w:p><w:r><w:t>全县建成标准化卫生室86个。</w:t></w:r></w:p></w:txbxContent>'
    d.xml(p, f'''<w:r {W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>''')
    p = d.line("任务完成情况")
    d.xml(p, f'<w:r {W}><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>')
    d.run(p, "，达标率100%。")
    p = d.line()
    d.xml(p, f'<w:r {W}><w:drawing xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart/></w:drawing></w:r>')
    d.sign().save("文本框和图表")

    # Header, footnote mark, comment mark, hidden text.
    d = Doc("山阴县组织冬季文化下乡")
    d.doc.sections[0].header.paragraphs[0].text = "内部资料"
    p = d.line(TEXT)
    d.xml(p, f'<w:r {W}><w:footnoteReference w:id="2"/></w:r>')
    d.xml(p, f'<w:r {W}><w:commentReference w:id="0"/></w:r>')
    d.run(p, "这一句没有人看见。").font.hidden = True
    d.line(MORE)
    d.sign().save("页眉批注脚注")

    # Soft breaks, tabs, no-break spaces, soft hyphens, indents of blanks.
    d = Doc("山阴县抓好\n岁末年初安全生产")
    p = d.line("　　11月20日，山阴县召开安全生产")
    p.runs[0].add_break()
    d.run(p, "专题会议，部署重点工作。\u00a0会议指出，要\u00ad抓紧抓实。")
    p.runs[-1].add_break()
    d.run(p, "    二要强化值班值守。\t各部门24小时在岗。")
    d.sign().save("软回车和空格")

    # A county's own briefing, with its masthead and tail.
    d = Doc()
    d.line("山阴县工作简报", size=48, face="方正小标宋简体", align=ALIGN.CENTER)
    d.line("第 12 期", align=ALIGN.CENTER)
    d.line("山阴县人民政府办公室　　2018年11月21日", align=ALIGN.CENTER)
    d.line("山阴县全面开展散煤治理", size=22, face="方正小标宋简体", align=ALIGN.CENTER)
    d.line(TEXT)
    d.line(MORE)
    d.line("————————————")
    d.line("报：市委办公室、市政府办公室。")
    d.line("发：各乡镇人民政府。")
    d.line("（共印30份）")
    d.save("县区自己的简报")

    # Contact and author lines.
    d = Doc("山阴县强化冬季供暖保障")
    d.line(TEXT)
    d.line("**注：供暖面积_480_万平方米，见<附表>[1]。")
    d.line("（某某供稿）")
    d.line("联系人：某某　电话：0349-0000000")
    d.sign().save("供稿和联系人")

    # Leaders.
    d = Doc("朔州市政府秘书长张祥 赴应县调研农村饮水安全")
    d.line("11月29日，朔州市政府秘书长张祥带领市水务局负责人赴应县调研农村饮水安全工程，实地查看了水源地。")
    d.line(MORE)
    d.save("领导调研")
    d = Doc("李旭清调研重点项目建设")
    d.line("11月22日，山阴县委书记李旭清深入北周庄镇调研重点项目建设，现场协调解决问题。")
    d.line(MORE)
    d.save("县领导调研")

    # No title at all; a title in the text's look.
    d = Doc()
    d.line(TEXT)
    d.line(MORE)
    d.save("山阴县11.21农村人居环境整治推进会")
    d = Doc()
    d.line("平鲁区多措并举做好防汛工作", bold=True)
    d.line("11月23日，平鲁区召开防汛工作会。")
    d.line(MORE)
    d.save("标题只是加粗")

    # Half-width marks and blanks.
    d = Doc("山阴县抓好秋收秋种")
    d.line("11月20日,山阴县召开秋收秋种现场会,参会人员80余人.会议强调,要做好\"三秋\"工作,确保颗粒归仓。")
    d.line("会议 要求,各乡镇要抢抓农时;农业农村局要做好技术指导(包括机具调配).")
    d.sign().save("半角标点")

    # Bullets; Chinese date; subtitle; a unit that the roster does not know.
    d = Doc("应县开展电动车专项整治")
    d.line("——致力城市文明", align=ALIGN.CENTER, face="楷体")
    d.line("11月24日，应县公安局开展电动车专项整治，查处违法行为45起。")
    d.line("查处无牌上路20起；", style="List Bullet")
    d.line("查处违法载人25起。", style="List Bullet")
    d.sign("应县公安局", "二〇一八年十一月二十四日").save("项目符号")

    # Bullets of symbol fonts, typed ones, one alone; a symbol within the text.
    d = Doc("平鲁区推进冬季清洁取暖")
    d.line("11月23日，平鲁区召开清洁取暖推进会，提出三项措施：")
    for text in ["摸清底数，逐户登记；", "落实补贴，及时发放；", "加强宣传，入户讲解。"]:
        p = d.line()
        d.run(p, "\uf06c ").font.name = "Wingdings"
        d.run(p, text)
    d.line("会议明确两个时间节点：")
    d.line("➢ 11月底前完成安装；")
    d.line("➢　12月10日前完成调试。")
    p = d.line()
    d.run(p, "\uf0b7").font.name = "Symbol"
    d.run(p, "其他事项按原方案执行，完成的打\uf0fc，未完成的打\uf0fb。")
    d.line("●近期重点是督查。")
    p = d.line("会议强调：")
    p.runs[-1].add_break()
    d.run(p, "·明确责任人；")
    p.runs[-1].add_break()
    d.run(p, "·明确完成时限。")
    d.sign("平鲁区", "2018年11月23日").save("符号字体项目")

    # Headings by face, by a style known only by its name, by a style based on such a one; bold alone.
    d = Doc("朔城区推进城乡环境整治")
    named = d.doc.styles.add_style("标题 1", TYPE.PARAGRAPH)
    based = d.doc.styles.add_style("部分标题", TYPE.PARAGRAPH)
    based.base_style = named
    text = lambda text: d.line(text, size=16, face="仿宋_GB2312")
    text("11月25日，朔城区召开城乡环境整治推进会，通报有关情况。")
    d.line("主要做法", style="标题 1")
    text("区级领导包联街道，定期督促检查。")
    d.line("建立机制", size=16, face="楷体_GB2312")
    text("下派干部120名，每周调度一次。")
    d.line("工作成效", style="部分标题")
    text("清理垃圾堆放点86处。")
    d.line("下步打算", size=16, face="黑体")
    text("持续加强督查。")
    d.line("重点任务", size=16, face="仿宋_GB2312", bold=True)
    text("年底前完成全部整治任务。")
    d.sign("朔城区", "2018年11月25日").save("字体小标题")

    # Everything bold; run-in headings; headings by style.
    d = Doc("朔城区推进垃圾分类")
    for text in ["11月25日，朔城区召开垃圾分类推进会。", MORE]:
        d.line(text, bold=True)
    d.sign("朔城区", "2018年11月25日").save("全文加粗")
    d = Doc("朔城区抓实基层治理")
    d.line("11月25日，朔城区召开基层治理推进会，通报有关情况。")
    d.doc.add_heading("主要做法", 2)
    p = d.line()
    d.run(p, "（一）压实责任。", bold=True)
    d.run(p, "区级领导包联街道，定期督促检查。")
    p = d.line()
    d.run(p, "（二）整合力量。", bold=True)
    d.run(p, "下派干部120名。")
    d.sign("中共朔城区委办公室", "2018年11月25日").save("段首小标题")


# ------------------------------------------------------- whole dispatches, as counties write them

def whole():
    song, hei, kai, title = "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体"

    # A masthead of two lines, number and unit below it, a title with a soft break, run-in headings in
    # 楷体, a list of annexes, and the foot in a table.
    d = Doc()
    d.line("山阴县环保督察整改", size=48, face=title, align=ALIGN.CENTER)
    d.line("工 作 简 报", size=60, face=title, align=ALIGN.CENTER)
    d.line("第15期", align=ALIGN.CENTER)
    d.line("山阴县整改工作领导小组办公室\t\t2018年11月23日")
    p = d.line("山阴县坚持问题导向", size=22, face=title, align=ALIGN.CENTER)
    p.runs[0].add_break()
    d.run(p, "扎实推进“散乱污”企业综合整治", 22, title)
    d.line("今年以来，山阴县把“散乱污”企业综合整治作为打赢蓝天保卫战的重要抓手，取得阶段性成效。现将有关情况通报如下：", size=16, face=song)
    d.line("一、高位推动，压实责任", size=16, face=hei)
    for lead, rest in [("（一）成立专班。", "抽调32名业务骨干集中办公。"), ("（二）建立台账。", "逐企建档，销号管理。")]:
        p = d.line(lead, size=16, face=kai)
        d.run(p, rest, 16, song)
    d.line("二、严格督导，务求实效", size=16, face=hei)
    d.line("县整改办每周一调度。截至11月20日，全县已完成整治65家，完成率97%。", size=16, face=song)
    d.line("附件：1.山阴县“散乱污”企业整治台账", size=16, face=song)
    d.line("2.山阴县“散乱污”企业整治责任分工", size=16, face=song)
    table = d.doc.add_table(2, 1)
    table.cell(0, 0).text = "报：市协调联络领导小组办公室。"
    table.cell(1, 0).text = "发：各乡镇人民政府，县直各有关单位。　　（共印60份）"
    d.save("红头简报")

    # A newspaper's dateline, headings in 黑体 without numbers, the unit in brackets at the end.
    d = Doc()
    d.line("平鲁信息（第132期）", size=48, face=title, align=ALIGN.CENTER)
    d.line("中共平鲁区委办公室        2018年11月22日", align=ALIGN.CENTER)
    d.line("筑牢生态屏障 守护绿水青山", size=22, face="宋体", bold=True, align=ALIGN.CENTER)
    d.line("——平鲁区露天矿山生态修复工作纪实", size=16, face=kai, align=ALIGN.CENTER)
    p = d.line("本报讯", size=16, face=hei)
    d.run(p, "（通讯员 李明 王芳）11月21日，平鲁区白堂乡的矸石山已披上绿装。全区今年治理矿山12座，复垦土地3200亩。", 16, song)
    for heading, text in [("高标准规划", "平鲁区聘请专业机构编制规划，明确了时间表、路线图。"), ("全过程监管", "区国土、环保等部门联合执法，下达整改通知书15份。")]:
        d.line(heading, size=16, face=hei)
        d.line(text, size=16, face=song)
    d.line("（平鲁区委办 供稿）", align=ALIGN.RIGHT)
    d.save("信息期刊")

    # A form.
    d = Doc("信息报送表")
    table = d.doc.add_table(4, 4)
    for row, cells in enumerate([["报送单位", "朔城区整改办", "报送时间", "2018年11月22日"], ["信息标题", "朔城区开展冬季供热企业环保专项检查"], ["信息内容", "11月21日，朔城区环保局对辖区8家供热企业开展专项检查。"], ["撰稿人", "王某某", "审核人", "李某某"]]):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
        if len(cells) == 2:
            table.cell(row, 1).merge(table.cell(row, 3))
    table.cell(2, 1).add_paragraph("下一步，将对整改情况进行“回头看”，确保问题清零。")
    d.save("报送表")

    # A report with number, addressee, close and contact.
    d = Doc()
    d.line("怀仁市环境保护局", size=26, face=title, align=ALIGN.CENTER)
    d.line("怀环发〔2018〕86号", align=ALIGN.CENTER)
    d.line("怀仁市环境保护局\n关于散煤管控工作情况的报告", size=22, face=title, align=ALIGN.CENTER)
    d.line("市协调联络领导小组：", size=16, face=song)
    d.line("按照通知要求，现将我市散煤管控工作情况报告如下：", size=16, face=song)
    d.line("一是加强源头管控。取缔散煤销售点23个。二是加强路面管控。设置检查卡口6处。", size=16, face=song)
    d.line("特此报告。", size=16, face=song)
    d.sign("怀仁市环境保护局", "二〇一八年十一月二十二日")
    d.line("（联系人：某某某，联系电话：0349-0000000）")
    d.save("情况报告")

    # A list of units at the end is text; two offices sign; the signature is spaced. When and where of a
    # meeting are text. Two dispatches in one file.
    d = Doc("山阴县表彰环保先进单位")
    d.line("时间：2018年11月22日")
    d.line("地点：县政府三楼会议室")
    d.line("会上表彰了一批环保先进单位，县政府有关领导出席并讲话。名单如下：")
    for unit in ["山阴县环保局", "山阴县水利局"]:
        d.line(unit)
    d.line("山 阴 县", align=ALIGN.RIGHT)
    d.sign("山阴县人民政府办公室", "2018年11月23日").save("单位名单")
    d = Doc("朔城区开展渣土车专项整治")
    d.line("11月22日晚，朔城区开展渣土车专项整治行动，查处违法车辆15辆。")
    d.sign("朔城区", "2018年11月22日")
    d.line("朔城区加强河道巡查", size=22, face=title, align=ALIGN.CENTER)
    d.line("11月22日，朔城区组织巡河员开展巡查，清理垃圾8处。")
    d.sign("朔城区", "2018年11月22日").save("一份两篇")

    # The unit behind the last sentence; indents of blanks; unit and names in one line.
    d = Doc("山阴县召开环保督察“回头看”整改工作推进会", size=18, face="宋体")
    d.line("山阴县环保局 张小三 李小四", align=ALIGN.CENTER)
    d.line("    11月22日，山阴县召开环保督察“回头看”整改工作推进会。", size=14, face="宋体")
    d.line("    会议强调，要做到“四个到位”：思想认识到位、组织领导到位、整改措施到位、督导问责到位。（山阴县委办）", size=14, face="宋体")
    d.save("括号署名")


# --------------------------------------------------------------------------------------- pandoc

def pandoc():
    text = """---
title: 开发区优化政务服务
---

11月26日，朔州经济开发区政务服务中心推行一窗受理，**办理时限压缩一半**。

## 主要做法

1. 集中进驻。
2. 一网通办。

| 事项 | 时限 |
|------|------|
| 登记 | 1 天 |

来源：朔州经济开发区
"""
    html = "<h1>平鲁区推进矿山生态修复</h1><p>11月26日，平鲁区启动矿山生态修复工程，<strong>治理面积300亩</strong>。</p><p>平鲁区</p><p>2018-11-26</p>"
    for name, form, source in [("pandoc-标记文本", "markdown", text), ("pandoc-网页", "html", html)]:
        if wanted(name + ".docx"):
            out = HERE / f"{name}.docx"
            subprocess.run(["pandoc", "-f", form, "-o", str(out)], input=source.encode(), check=True)


# ------------------------------------------------------------------------ by hand: the shapes of WPS

def package(body, parts=(), strict=False, relations=""):
    main = "http://purl.oclc.org/ooxml" if strict else "http://schemas.openxmlformats.org"
    word = f"{main}/wordprocessingml/main" if strict else f"{main}/wordprocessingml/2006/main"
    office = f"{main}/officeDocument/relationships" if strict else f"{main}/officeDocument/2006/relationships"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        def add(name, data):
            info = zipfile.ZipInfo(name, (2018, 11, 27, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            z.writestr(info, data)
        add("[Content_Types].xml", '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>')
        add("_rels/.rels", f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>')
        add("word/_rels/document.xml.rels", f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations.replace("OFFICE", office)}</Relationships>')
        add("word/document.xml", f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="{word}" xmlns:r="{office}" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:wpsCustomData="http://www.wps.cn/officeDocument/2013/wpsCustomData"><w:body>{body}</w:body></w:document>')
        for name, data in parts:
            add(name, data)
    return out.getvalue()


def p(text, look="", properties=""):
    look = f'<w:rPr><w:rFonts w:hint="eastAsia"/>{look}</w:rPr>'
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


CENTER, RIGHT = '<w:jc w:val="center"/>', '<w:jc w:val="right"/>'
BIG = '<w:rFonts w:eastAsia="方正小标宋_GBK"/><w:sz w:val="44"/>'


def wps():
    body = p("右玉县持续推进", BIG, CENTER) + p("国家生态文明建设示范县创建", BIG, CENTER) + p("（右玉县人民政府办公室）", "", CENTER)
    body += p("　　11月19日，右玉县召开生态文明建设推进会，总结经验，部署工作。")
    body += p("　　会议指出，要巩固提升创建成果。")
    body += '<w:p><w:r><w:t>　　一是植树造林。全年造林5万亩。</w:t></w:r><w:r><w:br/></w:r><w:r><w:t>　　二是防沙治沙。治理沙化土地2万亩。</w:t></w:r></w:p>'
    body += p("2018年11月19日", "", RIGHT)
    put("WPS-两行标题.docx", package(body))

    numbering = '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = p("右玉县脱贫攻坚工作情况", BIG, CENTER) + p("11月18日，右玉县召开脱贫攻坚推进会。会议听取了各乡镇汇报。")
    body += p("基本情况", "<w:b/>", number) + p("全县贫困发生率降至1%以下。") + p("存在问题", "<w:b/>", number) + p("部分产业项目进度偏慢。")
    body += p("右玉县", "", RIGHT) + p("2018年11月18日", "", RIGHT)
    relation = '<Relationship Id="rId9" Type="OFFICE/numbering" Target="numbering.xml"/>'
    put("WPS-自动编号.docx", package(body, [("word/numbering.xml", numbering)], relations=relation))

    picture = '<w:p><w:r><w:pict><v:shape><v:imagedata r:id="rId5" o:title="图"/></v:shape></w:pict></w:r></w:p><w:p><w:r><w:object><v:shape><v:imagedata r:id="rId6"/></v:shape><o:OLEObject/></w:object></w:r></w:p>'
    body = p("怀仁市开展河道清理", BIG, CENTER) + p("11月17日，怀仁市水务局组织开展河道清理，出动机械30台次。") + picture + p("怀仁市水务局", "", RIGHT) + p("2018.11.17", "", RIGHT)
    relation = '<Relationship Id="rId5" Type="OFFICE/image" Target="media/../media/图片 1.emf"/><Relationship Id="rId6" Type="OFFICE/image" Target="/word/media/ole.bin"/>'
    put("WPS-旧式图片.docx", package(body, [("word/media/图片 1.emf", png()), ("word/media/ole.bin", b"ole")], relations=relation))

    # Footnotes, one of them on the title; an endnote; comments; a header; the end of a paragraph deleted.
    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    note = lambda kind, number, text: f'<w:{kind} w:id="{number}"><w:p><w:r><w:{kind}Ref/></w:r><w:r><w:t xml:space="preserve"> {text}</w:t></w:r></w:p></w:{kind}>'
    feet = f'<w:footnotes {word}><w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>' + note("footnote", 2, "数据由县环保局提供。") + note("footnote", 3, "本文根据来稿整理。") + "</w:footnotes>"
    ends = f'<w:endnotes {word}>' + note("endnote", 1, "见《实施方案》[2018]第3条。") + "</w:endnotes>"
    comments = f'<w:comments {word}><w:comment w:id="7" w:author="审稿"><w:p><w:r><w:t>请核实这个数。</w:t></w:r></w:p><w:p><w:r><w:t>\u202e口径\u2028不一致</w:t></w:r></w:p></w:comment></w:comments>'
    header = f'<w:hdr {word}><w:p><w:r><w:t>内部资料　注意保存</w:t></w:r></w:p></w:hdr>'
    title = p("怀仁市推进工业污染治理", BIG, CENTER).replace("</w:r></w:p>", '</w:r><w:r><w:footnoteReference w:id="3"/></w:r></w:p>')
    body = title + '<w:p><w:r><w:t>11月16日，怀仁市召开工业污染治理推进会，全市完成治理项目48个</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:commentReference w:id="7"/></w:r><w:r><w:t>，完成率96%</w:t></w:r><w:r><w:endnoteReference w:id="1"/></w:r><w:r><w:t>，走在全省前列</w:t></w:r><w:r><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>*</w:t></w:r><w:r><w:t>。</w:t></w:r></w:p>'
    body += '<w:p><w:pPr><w:rPr><w:del w:id="9" w:author="a"/></w:rPr></w:pPr><w:r><w:t>会议要求，各乡镇要压实责任，</w:t></w:r></w:p><w:p><w:r><w:t>确保年底前完成任务。</w:t></w:r></w:p>'
    body += p("怀仁市人民政府", "", RIGHT) + p("2018年11月16日", "", RIGHT) + '<w:sectPr><w:headerReference w:type="default" r:id="rId8"/></w:sectPr>'
    kinds = [("rId5", "footnotes"), ("rId6", "endnotes"), ("rId7", "comments"), ("rId8", "header")]
    relation = "".join(f'<Relationship Id="{key}" Type="OFFICE/{kind}" Target="{kind}.xml"/>' for key, kind in kinds)
    put("脚注和批注.docx", package(body, [(f"word/{kind}.xml", data) for (_, kind), data in zip(kinds, [feet, ends, comments, header])], relations=relation))

    body = p("朔城区抓实冬季清洁取暖", BIG, CENTER) + p("11月16日，朔城区召开清洁取暖推进会，部署入户改造工作。") + p("朔城区", "", RIGHT) + p("2018年11月16日", "", RIGHT)
    put("严格格式.docx", package(body, strict=True))


# ------------------------------------------------------------------------ text, pages, archives

PLAIN = """山阴县深入开展扫黑除恶专项斗争

　　11月15日，山阴县召开扫黑除恶专项斗争推进会，传达上级会议精神，安排部署下一步工作。

　　会议要求，要强化线索摸排，形成强大声势。

　　　　　　　　　　　　　　山阴县
　　　　　　　　　　　　　　2018年11月15日
"""
CHAT = """各位领导好：
【平鲁区】扎实做好冬季清雪保通工作
11月14日，平鲁区普降中雪，区公路段连夜清雪除冰，保障道路畅通。截至15日8时，主要干线全部恢复通行。
（作者：某某）
联系电话：0349-0000000
"""
WRAPPED = """应县木塔景区文明创建工作取得实效
为进一步提升景区服务水平，11月13日，应县木塔景区管理中心组织开展文明创建
活动，清理卫生死角，规范停车秩序，受到游客好评。
下一步，景区将完善标识标牌，提升讲解水平，努力打造文明旅游的窗口，为全县
文旅融合发展作出贡献。
应县
2018-11-13
"""
SCAN = """应县人民政府办公室
关于开展白色污染专项整治的情况汇报
    为改善城乡人居环境，应县从11月上旬起，在全县范围内开展白色
污染专项整治行动，重点清理公路沿线、河道沟渠、田间地头的农膜。
共清理废旧农膜56吨。
    一、精心组织安排
    成立由分管副县长任组长的专项整治领导组，召开动员会议2次，印
                             - 1 -
发实施方案，明确了责任单位和完成时限。
    二、开展集中清理
    出动人员3200人次、车辆180台次，清理废旧农膜56吨，清运垃圾1
200余吨。
                                        应县人民政府办公室
                                        2018年11月19日
"""
WECHAT = """某主任您好，现报送我区信息一条，请审阅\U0001F447

【朔城区】多部门联合开展“散煤清零”行动
    11月24日，朔城区组织市场监管、公安、环保等部门，开展“散煤清零”联合执法行动。
    1、检查经营户32家，查扣散煤15吨。
    2、入户走访210户，签订承诺书198份。

报送人：某某某 13800000000
朔城区环保督察整改办公室
11月25日
"""
MARKED = """# 朔城区扎实开展文明城市创建

11月12日，朔城区召开文明城市创建推进会，**全面动员、全民参与**。

一、提高认识

各街道要压实责任。

来源：朔城区
"""
ENTRY = """---
标题: 山阴县推进|高标准农田建设
来源: 山阴县
日期: 2018-11-11
---

11月11日，山阴县推进高标准农田建设，建成3万亩。
"""
SITE = """<!DOCTYPE html><html><head><meta charset="gb2312"><title>某网</title><style>p{}</style></head><body>
<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/a">政务公开</a></li></ul></div>
<h1>平鲁区完成秋季造林任务</h1>
<div class="article" id="zoom">
<p style="text-align:center">来源：平鲁区　发布时间：2018-11-10</p>
<p>　　11月10日，平鲁区秋季造林任务全部完成，<strong>造林2.1万亩</strong>，成活率达到95%以上。</p>
<p><img src="网页_files/现场.png" alt=""></p>
<p>　　下一步，将加强管护，确保成林成效，为京津风沙源治理作出新的贡献。</p>
<table><tr><td colspan="2">造林面积</td></tr><tr><td>东平太村</td><td>3000亩</td></tr></table>
</div><script>var a = "<p>不是正文</p>";</script><footer>版权所有</footer></body></html>
"""


def texts():
    put("文本-UTF8.txt", PLAIN)
    put("文本-GB18030.txt", PLAIN.replace("山阴县", "朔城区").replace("15日", "14日").replace("\n", "\r\n").encode("gb18030"))
    put("文本-UTF16.txt", b"\xff\xfe" + PLAIN.replace("扫黑除恶", "护林防火").encode("utf-16-le"))
    for order, unit in [("le", "应县"), ("be", "右玉县")]:
        text = PLAIN.replace("山阴县", unit).replace("扫黑除恶专项斗争", "道路交通安全整治")
        put(f"文本-UTF16{order.upper()}无标记.txt", text.encode(f"utf-16-{order}"))
    put("扫描识别.txt", SCAN.replace("\n", "\r\n").encode("gb18030"))
    put("微信转发.txt", WECHAT)
    put("聊天粘贴.txt", CHAT)
    put("自动换行.txt", WRAPPED)
    put("标记文本.md", MARKED)
    put("稿件.md", ENTRY)
    put("网页.html", SITE.encode("gb18030"))
    (HERE / "网页_files").mkdir(exist_ok=True)
    put("网页_files/现场.png", png())
    if wanted("几份.zip"):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
            for name, text in [("来稿/山阴县水利.txt", PLAIN.replace("扫黑除恶专项斗争", "水利工程建设")), ("来稿/../../../逃.txt", CHAT.replace("清雪", "融雪"))]:
                info = zipfile.ZipInfo(("x" if "水利" in name else "y") * len(name.encode("gb18030")), (2018, 11, 27, 0, 0, 0))
                z.writestr(info, text)
        data = out.getvalue()
        # Names in GB18030, as Windows writes them.
        for name in ["来稿/山阴县水利.txt", "来稿/../../../逃.txt"]:
            raw = name.encode("gb18030")
            data = data.replace((b"x" if "水利" in name else b"y") * len(raw), raw)
        put("几份.zip", data)


# ------------------------------------------------------------------------------ what is refused

def refused():
    good = package(p("标题", BIG, CENTER) + p("正文有一句话。"))
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    put("refused/旧格式.doc", ole)
    put("refused/旧格式.wps", ole)
    put("refused/有密码.docx", ole + "EncryptedPackage".encode("utf-16-le"))
    put("refused/残缺.docx", good[: len(good) // 2])
    put("refused/不是Word.docx", "这是文本。".encode())
    put("refused/空的.txt", b"")
    put("refused/扫描件.pdf", b"%PDF-1.4\n")
    put("refused/富文本.rtf", b"{\\rtf1 a}")
    put("refused/乱码.txt", b"\xff\xff\xfe\x00\x81")
    entities = '<!DOCTYPE w:document [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">' for i in range(9)) + "]>"
    bomb = package("<w:p><w:r><w:t>&j;</w:t></w:r></w:p>")
    source = zipfile.ZipFile(io.BytesIO(bomb))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name in source.namelist():
            data = source.read(name).decode()
            if name == "word/document.xml":
                data = data.replace("<w:document", entities + "<w:document", 1)
            z.writestr(zipfile.ZipInfo(name, (2018, 11, 27, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    put("refused/实体.docx", out.getvalue())


# ------------------------------------------- by hand: what Word's text has besides characters

MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
CHOICE = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
REVISION = 'w:id="9" w:author="甲" w:date="2018-11-20T00:00:00Z"'
LEAD = "11月19日，望河县召开秋粮收储工作推进会，安排部署下一阶段任务。"


def r(text, look="", inner=""):
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t>{inner}</w:r>'


def line(*runs, properties=""):
    return f'<w:p><w:pPr>{properties}</w:pPr>{"".join(runs)}</w:p>'


def field(code, *results, form="", separate=True):
    """A field with its code, and what it last showed."""
    codes = "".join(f'<w:r><w:instrText xml:space="preserve">{part}</w:instrText></w:r>' for part in ([code] if isinstance(code, str) else code))
    middle = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' if separate else ""
    return f'<w:r><w:fldChar w:fldCharType="begin">{form}</w:fldChar></w:r>{codes}{middle}{"".join(results)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def table(*rows):
    cell = lambda inner: inner if inner.startswith("<w:tc>") else f"<w:tc><w:tcPr/>{inner if inner.startswith('<w:p>') else line(r(inner))}</w:tc>"
    return "<w:tbl><w:tblPr/><w:tblGrid/>" + "".join(f'<w:tr>{"".join(map(cell, row))}</w:tr>' for row in rows) + "</w:tbl>"


def signed(title, *blocks, date="2018年11月20日"):
    return p(title, BIG, CENTER) + "".join(blocks) + p("望河县人民政府办公室", "", RIGHT) + p(date, "", RIGHT) + "<w:sectPr/>"


def inside():
    # Looks: struck, raised, lowered, marked, coloured; small capitals; by hand and by style.
    styles = f"""<w:styles {W}><w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
      <w:style w:type="paragraph" w:styleId="gone"><w:name w:val="作废"/><w:rPr><w:strike/></w:rPr></w:style>
      <w:style w:type="character" w:styleId="del"><w:name w:val="删"/><w:rPr><w:strike/></w:rPr></w:style>
      <w:style w:type="character" w:styleId="link"><w:name w:val="Hyperlink"/><w:rPr><w:color w:val="0563C1"/></w:rPr></w:style></w:styles>"""
    styled = '<Relationship Id="rS" Type="OFFICE/styles" Target="styles.xml"/>'
    struck = "<w:strike/>"
    body = signed(
        "望河县开展冬季供暖检查",
        line(r("检查组先后到"), r("东川乡、", struck), r("西坪镇、", "<w:dstrike/>"), r("南岭乡、"), r("北塬镇", '<w:strike w:val="0"/>'), r("检查，发现问题"), r("32", struck), r("28个。")),
        line(r("整改期限为"), r("12月", '<w:rStyle w:val="del"/>'), r("11月底。")),
        line(r("原定的方案"), r("不再", '<w:rStyle w:val="del"/>'), r("执行。"), properties='<w:pStyle w:val="gone"/>'),
        table(("乡镇", "户数"), ("东川乡", line(r("120", struck), r("98")))),
    )
    put("删除线.docx", package(body, [("word/styles.xml", styles)], relations=styled))
    up, down = '<w:vertAlign w:val="superscript"/>', '<w:vertAlign w:val="subscript"/>'
    body = signed(
        "望河县推进散煤治理",
        line(r("改造面积12万m"), r("2", up), r("，减排10"), r("4", up), r("吨，SO"), r("2", down), r("下降15%，x"), r("甲", up), r("不变，基数8"), r("2", '<w:position w:val="6"/><w:sz w:val="16"/>'), r("。")),
        line(r("截至目前，"), r("完成率仅为六成", '<w:highlight w:val="yellow"/>'), r("，"), r("东川乡、", '<w:color w:val="FF0000"/>'), r("西坪镇", '<w:color w:val="FF0000"/>'), r("进度最慢，"), r("须在月底前补上", '<w:shd w:val="clear" w:color="auto" w:fill="FFFF00"/>'), r("。", '<w:color w:val="333333"/>')),
        line(r("联系"), r("pm", "<w:caps/>"), r("2.5监测站，网址"), r("www.example.cn", '<w:rStyle w:val="link"/>'), r("。")),
    )
    put("上标和彩字.docx", package(body, [("word/styles.xml", styles)], relations=styled))

    # Breaks.
    body = signed(
        "望河县散煤治理进度", line(r("进度如下表。")),
        table(("乡镇", "任务（户）"), (line("<w:r><w:t>东川乡</w:t><w:br/><w:t>西坪镇</w:t></w:r>"), line("<w:r><w:t>120</w:t><w:cr/><w:t>98</w:t></w:r>")), (line(r("南岭乡")) + line() + line(r("北塬镇")), line(r("76")) + line(r("85")))),
    )
    put("单元格换行.docx", package(body))
    page = '<w:r><w:br w:type="page"/></w:r>'
    body = signed(
        "望河县推进秋粮收储",
        line(r("编制单位：望河县粮食局"), page, "<w:r><w:lastRenderedPageBreak/></w:r>", r(LEAD), '<w:r><w:br w:type="column"/></w:r>', r("会议要求，各乡镇要压实责任。"), page),
        line(r("金"), properties='<w:keepNext/><w:framePr w:dropCap="drop" w:lines="3" w:wrap="around"/>').replace("<w:rPr></w:rPr>", '<w:rPr><w:b/><w:sz w:val="120"/></w:rPr>'),
        line(r("秋时节，望河县的粮仓一片繁忙，全县已收储秋粮一万吨。")),
        line(r("（一）压实责任。", "<w:b/>"), properties="<w:rPr><w:vanish/><w:specVanish/></w:rPr>"),
        line(r("各乡镇主要负责人包片。")),
        line(r("各部门要密切"), properties="<w:rPr><w:vanish/></w:rPr>"), line(r("配合。")),
    )
    put("段内分页和首字下沉.docx", package(body))

    # Fields.
    circle = lambda *parts: field([" eq \\o\\ac(", *parts, ")"], separate=False)
    ruby = ' EQ \\* jc2 \\* "Font:宋体" \\* hps10 \\o\\ad(\\s\\up 9(xué),峃)'
    body = signed(
        "望河县推行“三色”督办机制",
        line(r("全县建立问题清单："), circle("○", ",1"), r("未开工的挂红牌；"), circle("○", ",2"), r("进度慢的挂黄牌；"), circle("○,十"), r("已办结的挂绿牌。")),
        line(r("标注"), circle("○", ",密"), r("字的资料按规定保管，由"), field(ruby, separate=False), r("口镇负责，"), field(" eq \\o(\\s\\up 5(联合),\\s\\do 2(督查))"), r("每月一次。")),
        line(r("完成量占"), field(" EQ \\f(1,3)", separate=False), r("，用水"), field(" EQ H\\s\\do4(2)O", separate=False), r("处理；系数为3"), field(" EQ \\f(1,2)", separate=False), r("，另见"), field(" EQ \\i(0,1,x)", separate=False), r("。")),
    )
    put("带圈字符.docx", package(body))
    # Within a code even what fields show is written as code.
    numbered = ['</w:instrText></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> SEQ AMEqn \\c </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:instrText>2</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:instrText>']
    body = signed(
        "望河县通报整改情况",
        line(r("详见"), field(" REF _Ref123 \\h ", r("错误!", "<w:b/>"), r("未找到引用源。", "<w:b/>")), r("，目前已整改12处；另见错误！未定义书签。和表"), field(" PAGEREF _Toc1 \\h ", r("错误!没有这样的说法。")), r("。")),
        line(r("第"), '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>', r("页，打印于"), field(' DATE \\@ "yyyy年M月d日" ', r("2018年11月25日")), r("，共"), field(" NUMPAGES ", separate=False), r("页"), field([' IF "', '" = "1" "是" "否" '], r("是")), r("。")),
        line(r("见式"), field([" MACROBUTTON AMMPlaceRM \\* MERGEFORMAT ", "(", *numbered, ")"], separate=False), r("和"), field("QUOTE", separate=False), r("说明。")),
        line(r("填表人："), field(" MACROBUTTON NoMacro [填写姓名]", separate=False), field(' XE "整改" ', separate=False), r("，完成打"), field(' SYMBOL 252 \\f "Wingdings" ', separate=False), r("。")),
    )
    put("引用错误和域.docx", package(body))
    check = lambda value: f'<w:ffData><w:name w:val="c"/><w:checkBox><w:sizeAuto/>{value}</w:checkBox></w:ffData>'
    chosen = '<w:ffData><w:ddList>{}<w:listEntry w:val="一般"/><w:listEntry w:val="重要"/><w:listEntry w:val="紧急"/></w:ddList></w:ffData>'
    body = signed(
        "望河县秋粮收储问题整改", line(r(LEAD)),
        line(r("整改情况："), field(" FORMCHECKBOX ", form=check('<w:default w:val="1"/>')), r("已完成　"), field(" FORMCHECKBOX ", form=check('<w:default w:val="1"/><w:checked w:val="0"/>')), r("未完成　"), field(" FORMCHECKBOX ", form=check("<w:checked/>"), separate=False), r("已报告；紧急程度："), field(" FORMDROPDOWN ", form=chosen.format('<w:result w:val="1"/>')), r("，办理程度："), field(" FORMDROPDOWN ", r("紧急"), form=chosen.format("")), r("；责任人："), field(" FORMTEXT ", r("李明"), form="<w:ffData><w:textInput/></w:ffData>"), r("。")),
    )
    put("旧式窗体.docx", package(body))

    # Content controls.
    control = lambda properties, content: f'<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'
    prompt = r("单击或点击此处输入文字。", '<w:rStyle w:val="PlaceholderText"/>')
    box = lambda value: f'<w14:checkbox xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"><w14:checked w14:val="{value}"/></w14:checkbox>'
    body = signed(
        "望河县推进秋粮收储", line(r(LEAD)),
        line(control("<w:showingPlcHdr/><w:text/>", prompt)),
        control("<w:showingPlcHdr/>", line(prompt)),
        line(r("办理："), control(box(1), r("☒")), r("已办　"), control(box(0), r("☐")), r("未办　"), control(box(1), ""), r("已报；时限："), control("<w:date/>", r("2018年11月30日")), r("，类别："), control('<w:dropDownList><w:listItem w:value="甲"/></w:dropDownList>', r("甲类")), r("。")),
        table(("乡镇", "意见"), ("东川乡", "甲")).replace("<w:tc><w:tcPr/>" + line(r("甲")) + "</w:tc>", control("<w:showingPlcHdr/>", "<w:tc><w:tcPr/>" + line(prompt) + "</w:tc>")),
        line(r("会议要求，各乡镇要压实责任。")),
    )
    put("内容控件.docx", package(body))
    toc = lambda *inner, style="11": line(*inner, properties=f'<w:pStyle w:val="{style}"/>')
    names = "".join(f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>' for key, name in [("1", "heading 1"), ("11", "toc 1"), ("TOC", "TOC Heading")])
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \\o "1-3" \\h \\z \\u </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    number = lambda text: r("", inner="<w:tab/>") + field(" PAGEREF _Toc1 \\h ", r(text))
    heading = lambda text: line(r(text), properties='<w:pStyle w:val="1"/>')
    parts = control('<w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj>', toc(r("目录"), style="TOC") + toc(begin, r("总体情况"), number("1")) + toc(r("下步打算"), number("3")) + line(end))
    rest = toc(r("文档信息"), style="TOC") + heading("总体情况") + line(r(LEAD)) + heading("下步打算") + line(r("会议要求，各乡镇要压实责任。"))
    put("目录.docx", package(signed("望河县秋粮收储情况", parts, rest), [("word/styles.xml", f"<w:styles {W}>{names}</w:styles>")], relations=styled))
    # Without a control or styles: a field, with its heading typed above it; one that is typed.
    parts = line(r("目　录"), properties=CENTER) + line(begin, r("总体情况"), number("1")) + line(r("下步打算"), number("3")) + line(end)
    typed = line(r("目录")) + line(r("附表一……………12")) + line(r("附表二"), "<w:r><w:tab/></w:r>", r("13"))
    put("目录域.docx", package(signed("望河县秋粮收储情况（续）", parts, rest, typed, line(r("附表另发。"))), [("word/styles.xml", f"<w:styles {W}>{names}</w:styles>")], relations=styled))

    # Ruby; mathematical letters; formulas.
    body = signed(
        "望河县推进秋粮收储（三）",
        line(r("11月19日，望河县"), "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>xué</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>峃</w:t></w:r></w:rubyBase></w:ruby></w:r>", r("口镇召开秋粮收储工作推进会，系数𝜏取𝐴级。")),
    )
    put("注音.docx", package(body))
    part = lambda name, text: f"<m:{name}><m:r><m:t>{text}</m:t></m:r></m:{name}>"
    fraction = lambda above, below: f"<m:f>{part('num', above)}{part('den', below)}</m:f>"
    plain = lambda text: f"<m:r><m:t>{text}</m:t></m:r>"
    formula = lambda *inner: f"<m:oMath {MATH}>{''.join(inner)}</m:oMath>"
    rate = formula(plain("𝐾="), fraction("已完成", "总任务"), plain("×100%"))
    gone = f"<w:del {REVISION}>{plain('＋旧基数')}</w:del>"
    body = signed(
        "望河县公布考核办法",
        line(r("完成率按下式计算："), rate, r("，低于60%的约谈。")),
        line(f"<m:oMathPara {MATH}>{rate}</m:oMathPara>"),
        line(r("折算量"), formula("<m:sSub>", part("e", "m"), part("sub", "1"), "</m:sSub>", plain("="), "<m:sSup>", part("e", "x"), part("sup", "2"), "</m:sSup>", gone, f"<m:r><w:ins {REVISION}><w:rPr/><m:t>＋3</m:t></w:ins></m:r>"), r("，另加"), formula("<m:rad><m:deg/>", part("e", "a+b"), "</m:rad>"), r("。")),
    )
    put("公式.docx", package(body))

    # Revisions of tables.
    deleted = lambda text: f'<w:tc><w:tcPr><w:cellDel {REVISION}/></w:tcPr>{line(f"<w:del {REVISION}><w:r><w:delText>{text}</w:delText></w:r></w:del>")}</w:tc>'
    added = lambda text: f'<w:tc><w:tcPr><w:cellIns {REVISION}/></w:tcPr>{line(r(text))}</w:tc>'
    rows = table(("乡镇", deleted("旧数"), "新数", added("占比")), ("东川乡", deleted("1"), "2", added("四成")), (f"<w:tc><w:tcPr/>{line(r('合计'))}</w:tc>", deleted("9"), "8", added("六成")))
    out = f'<w:tr><w:trPr><w:del {REVISION}/></w:trPr><w:tc><w:tcPr/>{line(r("撤并的乡"))}</w:tc><w:tc><w:tcPr/>{line(r("7"))}</w:tc></w:tr></w:tbl>'
    moved = f'<w:moveFrom {REVISION}><w:r><w:t>原来的话。</w:t></w:r></w:moveFrom>'
    body = signed("望河县秋粮收储进度", line(r(LEAD), moved), rows.replace("</w:tbl>", out), line(r("会议要求，各乡镇要压实责任，"), properties=f"<w:rPr><w:del {REVISION}/></w:rPr>"), line(r("确保颗粒归仓。"), f'<w:moveTo {REVISION}><w:r><w:t>原来的话。</w:t></w:r></w:moveTo>'))
    put("修订表格.docx", package(body))

    # Text boxes of the strict form; what is written for newer programs; a file that lies elsewhere.
    drawn = lambda inner: f'<w:r><w:drawing><wp:anchor xmlns:wp="http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing" xmlns:a="http://purl.oclc.org/ooxml/drawingml/main"><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">{inner}</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>'
    later = '<wp:wsp><wp:txbx><wne:txbxContent xmlns:wne="http://schemas.microsoft.com/office/word/2006/wordml"><w:p><w:r><w:t>全县已收储秋粮一万吨。</w:t></w:r></w:p></wne:txbxContent></wp:txbx></wp:wsp>'
    put("严格格式文本框.docx", package(signed("望河县推进秋粮收储（四）", line(r(LEAD)), line(drawn(later), r("会议要求，各乡镇要压实责任。"))), strict=True))
    form = lambda needs, text: f'<mc:Choice Requires="{needs}">{r(text)}</mc:Choice>'
    forms = lambda *inner: f'<mc:AlternateContent {CHOICE} xmlns:new="http://example.com/new" xmlns:shape="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">{"".join(inner)}</mc:AlternateContent>'
    body = signed(
        "望河县推进秋粮收储（五）",
        line(r(LEAD), forms(form("new", "新的写法。"), "<mc:Fallback>", r("旧的写法。"), "</mc:Fallback>"), forms(form("new", "错"), form("shape", "会议要求，各乡镇要压实责任。"), "<mc:Fallback>", r("错"), "</mc:Fallback>"), forms(form("new", "没有旧的写法。"))),
        line('<w:subDoc r:id="rX"/>'),
    )
    put("备选内容.docx", package(body, relations='<Relationship Id="rX" Type="OFFICE/subDocument" Target="file:///C:/甲/分册.docx" TargetMode="External"/>'))

    # Texts of other formats within a document.
    html = "<html><body><p>全县已收储秋粮一万吨，占计划的八成。</p><p>其余月底前完成。</p></body></html>"
    single = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="B"\r\n\r\n--B\r\nContent-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n<html><body><p>县粮食局派出12个工作组。</p></body></html>\r\n--B--\r\n'
    inner = package(line(r("工作组已走访")) .replace("</w:p>", '<w:r><w:t>320户</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>。</w:t></w:r></w:p>'), [("word/footnotes.xml", f'<w:footnotes {W}><w:footnote w:id="2"><w:p><w:r><w:t>数据由县粮食局提供。</w:t></w:r></w:p></w:footnote></w:footnotes>')], relations='<Relationship Id="rF" Type="OFFICE/footnotes" Target="footnotes.xml"/>')
    chunks = [("a.html", html), ("b.mht", single), ("c.docx", inner), ("d.txt", "收购点全部开门收粮。\r\n"), ("e.rtf", "{\\rtf1 x}")]
    relation = "".join(f'<Relationship Id="r{at}" Type="OFFICE/aFChunk" Target="{name}"/>' for at, (name, _) in enumerate(chunks))
    body = signed("望河县推进秋粮收储（六）", line(r(LEAD)), *(f'<w:altChunk r:id="r{at}"/>' for at in range(len(chunks))), line(r("会议要求，各乡镇要压实责任。")))
    put("嵌入的文件.docx", package(body, [(f"word/{name}", data) for name, data in chunks], relations=relation))
    alone = "<html><body><p>望河县推进秋粮收储（七）</p><p>11月19日，望河县召开秋粮收储工作推进会。</p></body></html>"
    one = f'<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage" {W}>' + "".join(f'<pkg:part pkg:name="/{name}"><pkg:xmlData>{data}</pkg:xmlData></pkg:part>' for name, data in [
        ("_rels/.rels", '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'),
        ("word/document.xml", f"<w:document><w:body>{signed('望河县推进秋粮收储（八）', line(r(LEAD)))}</w:body></w:document>")]) + "</pkg:package>"
    put("平面OPC.docx", '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><?mso-application progid="Word.Document"?>' + one)
    put("只有嵌入网页.docx", package('<w:altChunk r:id="r0"/><w:sectPr/>', [("word/a.html", alone)], relations='<Relationship Id="r0" Type="OFFICE/aFChunk" Target="a.html"/>'))


if __name__ == "__main__":
    texts()
    refused()
    wps()
    word()
    whole()
    inside()
    pandoc()
    number_28()
