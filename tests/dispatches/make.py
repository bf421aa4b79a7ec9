#!/usr/bin/env python3
"""Makes the documents beside it, with the programs that counties use or their like.

Needs python-docx, Pillow, LibreOffice (soffice) and pandoc. Run by hand when a document is added; what it
makes is committed, so that the tests need none of them. Documents of other programs are kept as
they are unless --all is given: each version writes them a little differently.
"""

import base64
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
    put("refused/不是Word.docx", b"\x01\x02\x7f\x03" * 64)
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


# ------------------------------------------------------------------------------------- pictures

NAMESPACES = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
)


def photo(kind, width=90, height=60, mode="RGB", **more):
    """A picture with a red corner and a blue one, by which its way up and its colours are told."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (width, height), (70, 140, 70))
    draw = ImageDraw.Draw(image)
    draw.rectangle([0, 0, width // 3, height // 3], fill=(200, 30, 30))
    draw.rectangle([2 * width // 3, 2 * height // 3, width, height], fill=(30, 60, 200))
    out = io.BytesIO()
    image.convert(mode).save(out, kind, **more)
    return out.getvalue()


def shown(name, width=72, height=48, over="", cut=""):
    """A run with a picture, in mm; `over` where it floats."""
    size = f'cx="{round(width * 36000)}" cy="{round(height * 36000)}"'
    blip = f'<pic:blipFill><a:blip r:embed="{name}"/>{cut}</pic:blipFill>'
    graphic = f"<a:graphic><a:graphicData><pic:pic>{blip}<pic:spPr/></pic:pic></a:graphicData></a:graphic>"
    frame = "wp:anchor" if over else "wp:inline"
    return f"<w:r><w:drawing><{frame} {NAMESPACES}><wp:extent {size}/>{over}<wp:docPr id=\"1\" name=\"图\"/>{graphic}</{frame}></w:drawing></w:r>"


def para(*runs, properties=""):
    inner = "".join(run if run.startswith("<") else f'<w:r><w:t xml:space="preserve">{run}</w:t></w:r>' for run in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def grid(*rows):
    cell = lambda it: f"<w:tc>{it if it.startswith('<w:p>') else para(it)}</w:tc>"
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in rows) + "</w:tbl>"


def illustrated(name, topic, body, media, relations="", parts=(), head=None, tail=None):
    """A dispatch with pictures: `media` are files by the id that the body calls them by."""
    big = f'<w:r><w:rPr>{BIG}</w:rPr><w:t>望河县{topic}</w:t></w:r>'
    head = para(big, properties=CENTER) if head is None else head.replace("<TITLE/>", big)
    text = f"11月19日，望河县召开{topic}工作推进会，安排部署下一阶段任务。"
    tail = p("望河县人民政府办公室", "", RIGHT) + p("2018年11月20日", "", RIGHT) if tail is None else tail
    relations += "".join(
        f'<Relationship Id="{id}" Type="OFFICE/image" Target="media/{file}"/>' for id, (file, _) in media.items())
    files = {f"word/media/{file}": data for file, data in media.values()}
    put(name, package(head + p(text) + body + p(MORE) + tail, [*files.items(), *parts], relations=relations))


def pictures():
    if not any(wanted(name) for name in [
        "照片表格.docx", "标题段锚定图片.docx", "落款段锚定印章.docx", "CMYK照片.docx", "表格里的图片.docx",
        "图片题注.docx", "图片格式.docx", "句中图片.docx", "图表和对象.docx", "网页图片.html",
    ]):
        return
    a, b = ("a.jpg", photo("JPEG")), ("b.png", photo("PNG", 60, 60))
    one = {"r1": a, "r2": b}
    over, around = "<wp:wrapNone/>", "<wp:wrapSquare/>"
    wide = para(shown("r1"))

    illustrated("照片表格.docx", "秋粮收储", grid([wide, para(shown("r2", 48, 48))]) + grid(
        ["整改前", "整改后"], [wide, wide]) + grid([wide, wide], ["图1 会场", "图2 现场（李明 摄）"]), one)
    illustrated("表格里的图片.docx", "表彰先进", p("表1 先进个人", "", CENTER) + grid(
        ["姓名", "照片", "单位"], ["李明", para(shown("r1", 25, 35)), "石梁县"],
        ["王芳", para(shown("r2", 25, 35)), "柳溪县"]) + grid(
        ["事项", "完成"], ["收购点", para(shown("r2", 5, 5))]), one)
    illustrated("标题段锚定图片.docx", "绿化造林", "", one, head=para(
        shown("r2", 20, 20), properties=CENTER) + para(shown("r1", 150, 20, over), "<TITLE/>", properties=CENTER))
    illustrated("落款段锚定印章.docx", "护林防火", "", one, tail=para(
        "望河县人民政府办公室", shown("r2", 42, 42, over), properties=RIGHT) + p("2018年11月20日", "", RIGHT)
        + wide + p("图为巡查现场"))
    illustrated("CMYK照片.docx", "道路整治", wide + para(shown("r2")), {
        "r1": ("a.jpg", photo("JPEG", mode="CMYK")), "r2": ("b.jpg", photo("JPEG", mode="L"))})
    illustrated("图片题注.docx", "水利建设", wide + p("图为施工现场。（李明 摄）", "", CENTER) + para(
        shown("r1"), shown("r2", 48, 48)) + p("图2 会场　　　　图3 现场", "", CENTER) + para(
        shown("r1"), "<w:r><w:br/></w:r>", "图4 “两清”与\\反斜杠 &quot;直引号&quot;") + p("摄影：王芳"), one)
    good = photo("JPEG", 300, 200)
    flat = photo("PNG")
    illustrated("图片格式.docx", "文物普查", "".join(para(shown(f"r{at}")) for at in range(1, 12)), {
        f"r{at}": file for at, file in enumerate([
            ("a.gif", photo("GIF")), ("a.webp", photo("WEBP", lossless=True)), ("a.tif", photo("TIFF")),
            ("half.jpg", good[: len(good) // 2]), ("half.png", flat[: len(flat) // 2]),
            ("none.png", flat[:33] + flat[-12:]), ("a.emf", b"\1\0\0\0" + bytes(36) + b" EMF" + bytes(20)),
            ("a.wmf", b"\xd7\xcd\xc6\x9a" + bytes(20)), ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
            ("wrong.png", good), ("empty.jpg", b"")], 1)})
    illustrated("句中图片.docx", "便民服务", para("扫码", shown("r2", 6, 6), "了解，", shown("r1"), "各窗口全年无休。")
        + para("会议强调，要抓好落实。", "<w:r><w:br/></w:r>", shown("r1"), "<w:r><w:br/></w:r>", "会议要求，年底前完成。")
        + para(shown("r1", 72, 48, around), "一、加强领导") + para(shown("r1", 40, 48, cut='<a:srcRect l="50000"/>')), one)
    chart = '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>各乡镇</a:t></a:r><a:r><a:t>进度</a:t></a:r></a:p></c:rich></c:tx></c:title></c:chart></c:chartSpace>'
    drawn = f'<w:r><w:drawing><wp:inline {NAMESPACES}><wp:extent cx="4000000" cy="3000000"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart r:id="r8"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    linked = shown("r1").replace('r:embed="r1"', 'r:link="r9"')
    sheet = '<w:r><w:object><v:shape style="width:200pt;height:100pt"><v:imagedata r:id="r7"/></v:shape><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>'
    illustrated("图表和对象.docx", "统计调查", para(drawn) + para(linked) + para(sheet) + para(
        sheet.replace("r7", "r2")), {**one, "r7": ("a.emf", b"\1\0\0\0" + bytes(36) + b" EMF" + bytes(20))},
        '<Relationship Id="r8" Type="OFFICE/chart" Target="charts/chart1.xml"/><Relationship Id="r9" Type="OFFICE/image" Target="file:///D:/a.jpg" TargetMode="External"/>',
        [("word/charts/chart1.xml", chart)])
    (HERE / "网页图片_files").mkdir(exist_ok=True)
    put("网页图片_files/a.jpg", a[1])
    put("网页图片_files/sign.png", photo("PNG", 24, 24))
    put("网页图片_files/dot.gif", photo("GIF", 1, 1))
    put("网页图片.html", """<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>
<h1><img src="网页图片_files/sign.png">望河县推进节水灌溉</h1>
<p>来源：望河县水利局　发布时间：2018-11-10</p>
<p>11月10日，望河县召开节水灌溉推进会，各乡镇负责人参加会议。<img src="网页图片_files/dot.gif"></p>
<figure><img src="网页图片_files/a.jpg" width="300"><figcaption>渠系改造现场</figcaption></figure>
<p><img src="网页图片_files/a.jpg" style="width: 6cm; height: auto"> <img src="http://example.com/1.jpg" alt="会场"></p>
<p>扫<img src="网页图片_files/sign.png">码了解，<img src="data:image/png;base64,INLINE" width="40%">各乡镇要抓好落实。</p>
</body></html>
""".replace("INLINE", base64.b64encode(b[1]).decode()))
# ------------------------------------------------------------------ recognition: heads, tails, breaks

PAGE_LINES = """首页 > 政务公开 > 工作动态
望河县扎实推进秋粮收储
【字体：大 中 小】
发布时间：2018-11-12 09:21:33 | 来源：望河县人民政府网 | 作者：李明 浏览次数：132
11月12日，望河县召开秋粮收储工作推进会，安排部署下一阶段任务，全县已收购秋粮3.2万吨。
会议要求，各乡镇要压实责任，做到应收尽收。
责任编辑：王芳
上一篇：石梁县召开防汛工作会议
【打印本页】 【关闭窗口】
"""
CHAT_LINES = """李明 2018/11/13 9:03:11
各位领导好，现报送我县信息一条，请审阅
望河县开展冬季清雪保通工作
11月13日，望河县普降中雪，县公路段连夜清雪除冰，保障道路畅通。
截至14日8时，主要干线全部恢复通行。[强]
[图片]
[文件] 望河县清雪保通.docx
（望河县公路段 王芳）
张伟 10:23
收到
"""
PLACES = """柳溪县各乡镇推进秋收
河口镇：完成九成
柳树镇：完成八成
石桥乡：全部完成
11月14日，柳溪县召开秋收工作会议，通报各乡镇进度，要求抢抓晴好天气。
柳溪县农业农村局
2018年11月14日
"""
LABELS = """柳溪县推进农村饮水安全
11月15日，柳溪县召开农村饮水安全推进会，全县新建水厂12处，受益人口2.1万人。
会议编号：2019---001，涉及3000-5000亩灌区。
报送单位（盖章）：柳溪县水利局
报送时间：2018年11月15日
撰稿：李明　审核：王芳；签发：张伟
联系人 陈红 电话：0349-1234567
"""


def recognition():
    put("网页上的行.txt", PAGE_LINES)
    put("聊天里的行.txt", CHAT_LINES)
    put("各乡镇几行.txt", PLACES)
    put("报送各行.txt", LABELS)
    br = "</w:t><w:br/><w:t xml:space=\"preserve\">"
    text = p("11月16日，石梁县人民医院组织医护人员到河口镇开展义诊，诊治群众120人次。")
    sign = lambda unit: p(unit, "", RIGHT) + p("2018年11月16日", "", RIGHT)
    # Two lines of one look are one title; a unit in another size stands apart.
    body = p("石梁县人民医院", BIG, CENTER) + p("开展义诊活动", BIG, CENTER) + text + p("2018年11月16日", "", RIGHT)
    put("标题两行像单位.docx", package(body))
    small = '<w:rFonts w:eastAsia="楷体"/><w:sz w:val="32"/>'
    body = p("石梁县人民医院" + br + "开展义诊活动", BIG, CENTER) + p("石梁县卫生健康局", small, CENTER) + p("（2018年11月16日）", small, CENTER) + text
    put("标题下的单位.docx", package(body))
    body = p("附件4") + p("石梁县义诊活动细则", BIG, CENTER) + text + sign("石梁县卫生健康局")
    put("文首附件.docx", package(body))
    body = p("附件2：石梁县义诊活动安排", BIG, CENTER) + text
    put("附件和标题一行.docx", package(body))
    body = p("石梁县开展义诊", BIG, CENTER) + p("会议编号：2019---001") + text + sign("石梁县卫生健康局")
    put("编号线.docx", package(body))
    body = p("'千万工程'经验推进会在石梁县召开", BIG, CENTER) + text + sign("石梁县卫生健康局")
    put("标题直引号.docx", package(body))
    contents = p("目　录") + p("一、总体情况……………1") + p("二、下步打算……………3")
    body = contents + p("石梁县义诊情况", BIG, CENTER) + p("一、总体情况") + text + p("二、下步打算") + p("继续开展义诊，惠及更多群众。") + sign("石梁县卫生健康局")
    put("手打目录.docx", package(body))
    # Line breaks: behind headings, within sentences, between short lines.
    bold = lambda head, rest: f'<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{head}</w:t></w:r><w:r><w:br/></w:r><w:r><w:t>{rest}</w:t></w:r></w:p>'
    body = p("石梁县强化收购保障", BIG, CENTER) + text
    body += p("二、强化收购保障" + br + "全县增设收购点八个，延长收购时间，做到应收尽收。")
    body += bold("对农户的服务", "各收购点设服务台，农户随到随收，不压级压价。")
    body += p("（一）坚持高位推动，压实各级责任，形成上" + br + "下联动的格局，共投入120" + br + "98万元。" + br + "\t下一步，抓好落实。")
    body += p("参加人员：" + br + "李明" + br + "王芳" + br + "张伟") + p("县农业农村局" + br + "县水利局" + br + "县卫生健康局")
    body += sign("石梁县卫生健康局")
    put("小标题后软回车.docx", package(body))
    shape = '<w:r><w:pict><v:shape style="width:60pt"><v:imagedata r:id="rId5" o:title="图"/></v:shape></w:pict></w:r>'
    relation = '<Relationship Id="rId5" Type="OFFICE/image" Target="media/a.png"/>'
    title = p("石梁县开展义诊活动", BIG, CENTER).replace("<w:r>", shape + "<w:r>", 1)
    body = title + text + p("石梁县卫生健康局", "", RIGHT) + p("2018年11月16日", "", RIGHT)
    put("标题段里的图.docx", package(body, [("word/media/a.png", png())], relations=relation))
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
# ------------------------------------------------ web pages, formats and containers of files

SENTENCE = "11月20日，望河县召开农业工作推进会，安排部署今冬明春重点任务，要求各乡镇抓好落实。"
SEEN = """<!DOCTYPE html><html><head><meta charset="utf-8"><style>.gone{display:none}#shy{visibility:hidden}
.t{text-align:center;font:bold 22pt 方正小标宋简体}ul.plain{list-style:none}</style></head><body>
<p class="t">望河县完成冬季造林任务</p><p align="center">望河县　2018年11月22日</p>
<p>　　新增绿化12km<sup>2</sup>，清运3.5×10<sup>4</sup>m<sup>3</sup>，减排CO<sub>2</sub>约600吨，
温度<span style="vertical-align: super">注</span>不变。</p>
<p>　　发现问题<s>32</s>28个，涉及<del>井头镇、</del>高山乡，<span style="text-decoration:line-through">向阳乡、</span>平原乡。</p>
<p>　　遗址位于<ruby>旮<rt>gā</rt></ruby><ruby>旯<rp>(</rp><rt>lá</rt><rp>)</rp></ruby>村。<mark>重点</mark>看护，<font color="red">限期</font>完成。</p>
<p>　　可见的话。<span style="display:none">不可见的话。</span><span class="gone">藏起的话。</span><span id="shy">看不见的话。</span><i hidden>无用的话。</i></p>
<ol type="a" start="3"><li>压实责任</li><li value="9"><p>加强巡护</p><p>落实到人</p></li></ol>
<ol style="list-style-type:simp-chinese-informal"><li>总体情况</li><li>下一步打算</li></ol>
<ul class="plain"><li>不带符号的一行。</li></ul><ol><li>3个乡镇完成</li><li>5个乡镇在建</li></ol>
<p><input type="checkbox" checked>已办结 <input type="checkbox">未办结，共<select><option>一<option selected>二</select>批，
<input value="30">户。<q>应栽尽栽</q><br>下一行</p>
<table><caption>任务表</caption><tr><th>乡镇</th><th>任务</th></tr><tr><td>石梁镇</td><td>120<br>98</td></tr>
<tr><td rowspan="2">井头镇</td><td><p>三村</p><p>四村</p></td></tr><tr><td><ul><li>五村</li></ul></td></tr></table>
<dl><dt>责任单位</dt><dd>林业局</dd></dl><pre>第一行
  第二行</pre>
<math><mfrac><mn>2</mn><mn>3</mn></mfrac></math><p>以上为完成比例。</p></body></html>
"""
WORD_PAGE = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta http-equiv=Content-Type content="text/html; charset=gb2312"><meta name=ProgId content=Word.Document>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Print</w:View></w:WordDocument></xml><![endif]--></head>
<body lang=ZH-CN><div class=WordSection1>
<p class=MsoNormal align=center style='text-align:center'><span style='font-size:22.0pt;font-family:方正小标宋简体'>望河县推进秋粮收储<span lang=EN-US><o:p></o:p></span></span></p>
<p class=MsoNormal><span lang=EN-US>11</span>月<span lang=EN-US>19</span>日，望河县召开秋粮收储推进会，
安排部署下一阶段工作。<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1"><span class=MsoFootnoteReference><sup>[1]</sup></span></a></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span lang=EN-US><span style='mso-list:Ignore'>一、<span style='font:7.0pt "Times New Roman"'>&nbsp; </span></span></span><![endif]>抓好收购</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span lang=EN-US style='font-family:Wingdings'><span style='mso-list:Ignore'>l<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>成立收储专班。</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span lang=EN-US style='font-family:Wingdings'><span style='mso-list:Ignore'>l<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>增设收购网点。</p>
<p class=MsoNormal><span style='mso-special-character:comment'><![if !supportAnnotations]><a class=msocomanchor id="_anchor_1" href="#_msocom_1" name="_msoanchor_1">[甲1]</a><![endif]></span>会议要求，各乡镇要<del cite="mailto:a" datetime="2018-11-20T10:00">压紧</del><ins cite="mailto:a" datetime="2018-11-20T10:00">压实</ins>责任。<span style='display:none;mso-hide:all'>隐藏的话</span></p>
<p class=MsoNormal align=right style='text-align:right'>望河县人民政府办公室</p>
<p class=MsoNormal align=right style='text-align:right'><span lang=EN-US>2018</span>年<span lang=EN-US>11</span>月<span lang=EN-US>20</span>日</p>
</div><div style='mso-element:footnote-list'><br clear=all><hr align=left size=1 width="33%"><div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a style='mso-footnote-id:ftn1' href="#_ftnref1" name="_ftn1"><span class=MsoFootnoteReference>[1]</span></a> 收储以县粮食局的数为准。</p></div></div>
<div style='mso-element:comment-list'><div style='mso-element:comment'><div id="_com_1"><a name="_msocom_1"></a><p class=MsoCommentText>&nbsp;<a class=msocomoff href="#_msoanchor_1">[甲1]</a>请再核实</p></div></div></div>
</body></html>
"""
SITE_PAGE = f"""<!doctype html><html><head><meta charset="utf-8"><title>石梁县打通断头路_石梁县人民政府</title></head><body>
<header><a href="/">首页</a><nav><a href="/a">政务公开</a></nav></header><div class="wrap">
<div class="bread">当前位置：<a href="/">首页</a></div><div class="headline">石梁县打通断头路</div>
<div class="info">来源：石梁县　发布时间：2018-11-21 10:20　<a href="javascript:void(0)">打印</a></div>
<div id="zoom"><div><p>{SENTENCE}</p><p>会上通报，全县打通断头路7条，惠及群众3万余人。</p></div>
<div><p>下一步，石梁县将加强管护，确保道路畅通。</p></div></div>
<div class="prev"><a href="/1">上一篇：某某新闻</a></div></div>
<aside>热点：<a href="/2">某某专题</a></aside><footer>版权所有：石梁县人民政府</footer></body></html>
"""
WECHAT_PAGE = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><meta property="og:title" content="柳溪县清洁取暖全面完工"></head><body>
<div id="img-content"><h1 class="rich_media_title" id="activity-name">柳溪县清洁取暖全面完工</h1>
<div id="meta_content"><a id="js_name" href="javascript:void(0);">柳溪发布</a> <em id="publish_time">2018-11-23 08:30</em></div>
<div class="rich_media_content" id="js_content" style="visibility: hidden; opacity: 0;"><section><section><p><span>{SENTENCE}</span></p></section>
<section><p>柳溪县全年完成清洁取暖改造1.2万户，群众反映良好。</p></section></section></div></div>
<div style="display:none">微信扫一扫关注</div></body></html>
"""
LETTER = """------------------ 原始邮件 ------------------
发件人: "柳溪县" <a@example.com>;
发送时间: 2018年11月24日(星期六) 上午9:30
收件人: "简报" <b@example.com>;
主题: 转发：柳溪县加快高标准农田建设

柳溪县加快高标准农田建设工作，截至11月23日，已建成高标准农田2.3万亩，占年度任务的92%。会议要求，抓好管护。

柳溪县农业农村局
2018年11月24日
"""
OLD_XML = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<?mso-application progid="Word.Document"?>
<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body><w:p><w:r><w:t>望河县</w:t></w:r></w:p></w:body></w:wordDocument>
"""


def single_file(page):
    """A page in one file, as browsers save it."""
    import base64
    import quopri

    text = quopri.encodestring(page.encode("utf-8")).decode()
    picture = base64.encodebytes(png()).decode()
    return (
        "From: <Saved by Blink>\nSnapshot-Content-Location: http://www.example.com/a.htm\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related;\n\ttype="text/html";\n\tboundary="----b----"\n\n------b----\n'
        "Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n"
        f"Content-Location: http://www.example.com/a.htm\n\n{text}\n------b----\nContent-Type: image/png\n"
        f"Content-Transfer-Encoding: base64\nContent-Location: http://www.example.com/a.png\n\n{picture}\n------b------\n"
    ).replace("\n", "\r\n").encode()


def zipped(files, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as z:
        for name, text in files:
            info = zipfile.ZipInfo(name, (2018, 11, 27, 0, 0, 0))
            info.compress_type = method
            z.writestr(info, text)
    return out.getvalue()


def pages():
    put("网页-看得见的.html", SEEN)
    put("Word网页.htm", WORD_PAGE.encode("gb18030"))
    put("网站文章.html", SITE_PAGE)
    put("微信文章.html", WECHAT_PAGE)
    put("层层嵌套.html", "<h1>望河县逐村排查隐患</h1><p>" + SENTENCE + "".join("<div>" * 80 + f"<p>第{n}个村排查完毕。" for n in range(1, 6)))
    saved = SITE_PAGE.replace("石梁县打通断头路", "石梁县修通产业路").replace("加强管护", '<img src="http://www.example.com/a.png">加强管护')
    put("单个文件的网页.mht", single_file(saved))
    put("网页叫作.doc", SITE_PAGE.replace("打通断头路", "改造老旧小区"))
    put("邮件正文.txt", LETTER)
    text = lambda about: PLAIN.replace("扫黑除恶专项斗争", about)
    put("换行不一.txt", text("冬季防火").replace("\n", "\r", 3).replace("\n", "\r\r\n").encode())
    put("繁体.txt", "柳溪縣推進農村公路建設\n11月20日，柳溪縣召開會議，安排部署各項重點工作，要求抓好落實。\n柳溪縣\n2018年11月21日\n".encode("big5"))
    put("同名.zip", zipped([("简报.txt", text("河道治理")), ("简报.txt", text("山洪防治")), ("__MACOSX/._简报.txt", "x")]))
    numbered = [(f"{n}.txt", text(f"第{n}项任务")) for n in (10, 2, 1)]
    put("编了号的.zip", zipped(numbered))
    put("refused/Word2003.doc", OLD_XML)
    put("refused/加密软件.docx", b"%TSD-Header-###%\0\x01" + bytes(range(256)) * 4)
    put("refused/占位.docx", bytes(2048))
    put("refused/指针.docx", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 3\n")
    put("refused/LZMA.zip", zipped([("甲.txt", PLAIN)], zipfile.ZIP_LZMA))
    put("refused/表格.docx", zipped([("[Content_Types].xml", "<Types/>"), ("xl/workbook.xml", "<workbook/>")]))
    put("refused/版式.ofd", zipped([("OFD.xml", "<ofd/>")]))
    put("refused/压缩包.docx", zipped([("甲.txt", PLAIN)]))
    put("refused/压缩包.rar", b"Rar!\x1a\x07\x01\0")
    put("refused/邮件.eml", "From: a\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--\n")
    put("refused/太深.html", "<div>" * 3000 + "望河县")


# ------------------------------------------------------------ numbers that Word counts, symbol fonts

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
COMPATIBLE = "http://schemas.openxmlformats.org/markup-compatibility/2006"
NEWER = "http://schemas.microsoft.com/office/word/2010/wordml"


def lvl(at, format, text, more=""):
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def lists(shared, own):
    """The part with lists: levels that lists share, and lists as (id, place of the levels, what they change)."""
    levels = "".join(f'<w:abstractNum w:abstractNumId="{at}">{"".join(all)}</w:abstractNum>' for at, all in enumerate(shared))
    nums = "".join(f'<w:num w:numId="{id}"><w:abstractNumId w:val="{at}"/>{over}</w:num>' for id, at, over in own)
    return f'<w:numbering xmlns:w="{MAIN}" xmlns:mc="{COMPATIBLE}" xmlns:w14="{NEWER}">{levels}{nums}</w:numbering>'


def item(text, list, level=0, more="", inner=""):
    place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr>'
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f'<w:p><w:pPr>{place}{more}</w:pPr>{run}{inner}</w:p>'


def counted(name, title, body, numbering=None, styles=None, parts=(), relations=""):
    """A dispatch of 望河县 with a body, and the parts that it needs."""
    body = p(title, BIG, CENTER) + p("11月19日，望河县召开秋粮收储工作推进会，安排部署下一阶段任务。") + body
    body += p("会议要求，各乡镇要压实责任。") + p("望河县人民政府办公室", "", RIGHT) + p("2018年11月20日", "", RIGHT)
    parts = list(parts)
    for part, data in (("numbering", numbering), ("styles", styles)):
        if data:
            parts.append((f"word/{part}.xml", data))
            relations += f'<Relationship Id="{part}" Type="OFFICE/{part}" Target="{part}.xml"/>'
    put(f"{name}.docx", package(body, parts, relations=relations))


def sym(font, code):
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


def t(text, font=""):
    look = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr>' if font else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def numbers():
    official = [
        lvl(0, "chineseCountingThousand", "%1、"),
        lvl(1, "chineseCountingThousand", "（%2）"),
        lvl(2, "decimal", "%3."),
        lvl(3, "decimalEnclosedCircle", "%4", '<w:suff w:val="nothing"/>'),
    ]

    # What stands between number and text.
    shared = [
        [lvl(0, "decimal", "%1"), lvl(1, "decimal", "%1.%2", '<w:suff w:val="space"/>')],
        [lvl(0, "chineseCountingThousand", "第%1条"), lvl(1, "decimal", "（%2）")],
        [lvl(0, "decimal", "图%1"), lvl(1, "decimal", "%2.")],
        [lvl(0, "upperLetter", "%1", '<w:suff w:val="nothing"/>')],
    ]
    body = item("3个乡镇完成任务。", 1) + item("2018年计划入库一万吨。", 1, 1) + item("12户农户延期。", 1, 1)
    body += item("抓好保管。", 1) + item("严禁压级压价。", 2) + item("5个网格员全部到位。", 2, 1) + item("“三个一”全部落实。", 2, 1)
    body += item("收购流程示意", 3) + item("PM2.5数据每日通报。", 3, 1) + item("逐仓检查。", 3, 1) + item("类粮食优先入库。", 4)
    counted("编号与正文相连", "望河县推进秋粮收储", body, lists(shared, [(1, 0, ""), (2, 1, ""), (3, 2, ""), (4, 3, "")]))

    # Lists of the same levels: counted together, with levels of their own, begun anew.
    own = f'<w:lvlOverride w:ilvl="0">{official[0]}</w:lvlOverride>'
    anew = '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="1"/></w:lvlOverride>'
    five = '<w:lvlOverride w:ilvl="2"><w:startOverride w:val="5"/></w:lvlOverride>'
    body = item("抓组织", 1) + p("成立专班，逐乡督促。") + item("抓收购", 2) + p("增设收购点八个。") + item("抓保管", 2)
    body += item("逐仓检查。", 1, 1) + item("通风降温。", 1, 1) + item("建立台账。", 3, 1) + item("专人看守。", 3, 1)
    body += item("每日测温。", 4, 2) + item("每周通风。", 4, 2) + item("抓考核", 1) + item("每月通报。", 1, 1)
    counted("编号共用和重起", "望河县抓好秋粮保管", body, lists([official], [(1, 0, ""), (2, 0, own), (3, 0, anew), (4, 0, five)]))

    # Levels by style, also one that a style inherits; a level that never begins anew; a paragraph that
    # leaves the list of its style.
    bound = [
        lvl(0, "chineseCountingThousand", "第%1条", '<w:pStyle w:val="b1"/>'),
        lvl(1, "chineseCountingThousand", "（%2）", '<w:pStyle w:val="b2"/>'),
        lvl(2, "decimal", "%3.", '<w:lvlRestart w:val="0"/>'),
    ]
    style = lambda id, base, place: f'<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="条款 {id}"/><w:basedOn w:val="{base}"/><w:pPr>{place}</w:pPr></w:style>'
    num = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    styles = f'<w:styles xmlns:w="{MAIN}"><w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    styles += style("b1", "a", num) + style("b2", "a", num) + style("b3", "b1", '<w:numPr><w:ilvl w:val="2"/></w:numPr>') + style("b4", "b2", "") + "</w:styles>"
    of = lambda text, id, more="": p(text, "", f'<w:pStyle w:val="{id}"/>{more}')
    body = of("严禁销售劣质散煤。", "b1") + of("各经营网点一律停售。", "b2") + of("发现违规销售的从重处罚。", "b4")
    body += of("由市场监管部门负责；", "b3") + of("由环保部门配合。", "b3") + of("实行网格化管理。", "b1") + of("网格员每日巡查。", "b2")
    body += of("村级每日一报。", "b3") + of("本办法由县政府办负责解释。", "b1", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>')
    counted("编号随样式", "望河县出台散煤管控规定", body, lists([bound], [(1, 0, "")]), styles)

    # Ways of writing numbers.
    custom = '<w:lvl w:ilvl="0"><w:start w:val="9"/><mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent><w:suff w:val="space"/><w:lvlText w:val="%1"/></w:lvl>'
    shared = [
        [custom],
        [lvl(0, "decimalFullWidth", "%1、")],
        [lvl(0, "ideographTraditional", "%1、")],
        [lvl(0, "chineseCounting", "第%1章", '<w:suff w:val="space"/>'), lvl(1, "decimal", "%1.%2", '<w:isLgl/>'), lvl(2, "decimal", "%1.%2.%3", '<w:isLgl/>')],
        [lvl(0, "chineseLegalSimplified", "%1、")],
        [lvl(0, "none", "说明："), lvl(1, "decimalZero", "%2", '<w:suff w:val="space"/>')],
        [lvl(0, "decimal", "%1.", '<w:rPr><w:vanish/></w:rPr>'), lvl(1, "decimal", "%1-%2", '<w:suff w:val="space"/>')],
        [lvl(0, "ideographZodiac", "%1组："), lvl(1, "upperRoman", "%2.")],
    ]
    body = item("号仓入库。", 1) + item("号仓空置。", 1) + item("抓收购。", 2) + item("抓保管。", 2) + item("类仓。", 3) + item("类仓。", 3)
    body += item("总则", 4) + item("目标明确。", 4, 1) + item("细项明确。", 4, 2) + item("措施", 4) + item("加强监管。", 4, 1) + item("期一次。", 5) + item("期一次。", 5)
    body += item("以下为附带数据。", 6) + item("号点开秤。", 6, 1) + item("东川乡入库。", 7) + item("西坪镇入库。", 7) + item("分点入库。", 7, 1) + item("三人。", 8) + item("两人。", 8) + item("轮班。", 8, 1)
    counted("编号格式", "望河县公布收储安排", body, lists(shared, [(at + 1, at, "") for at in range(len(shared))]))

    # Paragraphs without text, with a picture only, deleted, hidden; one whose end was deleted.
    drawing = '<w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" r:embed="rId1"/></w:drawing></w:r>'
    gone = lambda text: f'<w:del w:id="9" w:author="甲"><w:r><w:delText>{text}</w:delText></w:r></w:del>'
    mark = '<w:rPr><w:del w:id="8" w:author="甲"/></w:rPr>'
    hidden = '<w:rPr><w:vanish/></w:rPr>'
    simple = [[lvl(0, "decimal", "%1.")]]
    body = item("成立专班。", 1) + item("", 1, inner=drawing) + item("增设收购点。", 1) + item("", 1, more=mark, inner=gone("取消补贴。"))
    body += item("延长收购时间，", 1, more=mark) + item("周末不休。", 1) + item("", 1, more=hidden, inner=f'<w:r>{hidden}<w:t>内部掌握。</w:t></w:r>')
    body += item("做好保管。", 1) + item("", 1) + item("按月通报。", 1)
    picture = '<Relationship Id="rId1" Type="OFFICE/image" Target="media/a.png"/>'
    counted("编号空段和图片", "望河县延长收购时间", body, lists(simple, [(1, 0, "")]), parts=[("word/media/a.png", png())], relations=picture)

    # A column of numbers, and items in a cell.
    cell = lambda inner: f'<w:tc><w:tcPr/>{inner}</w:tc>'
    row = lambda *cells: f'<w:tr>{"".join(map(cell, cells))}</w:tr>'
    shared = [[lvl(0, "decimal", "%1")], [lvl(0, "bullet", "\uf0a7", '<w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr>')]]
    rows = row(p("序号"), p("乡镇"), p("措施"))
    for town, what in [("东川乡", ["增设收购点", "延长时间"]), ("西坪镇", ["上门收购"]), ("南岭乡", ["预约收购"])]:
        rows += row(item("", 1), p(town), "".join(item(text, 2) for text in what))
    counted("表格自动序号", "望河县秋粮收储进度", f"<w:tbl><w:tblPr/><w:tblGrid/>{rows}</w:tbl>", lists(shared, [(1, 0, ""), (2, 1, "")]))


def symbols():
    # The same codes are other signs in each font.
    body = line(t("是否完成："), sym("Wingdings 2", "00A3"), t("是　"), sym("Wingdings 2", "0052"), t("否（WPS 的方框）"))
    body += line(t("是否达标："), sym("Wingdings 2", "F0A3"), t("是　"), sym("Wingdings 2", "F052"), t("否；"), sym("Wingdings", "F0A8"), t("待定　"), sym("Wingdings", "F0FE"), t("已定"))
    body += line(t("指标："), *[run for code in ["F061", "F062", "F06C", "F06D", "F070"] for run in (sym("Symbol", code), t("、"))][:-1], t("五项"))
    body += line(t("浓度"), t("<5", "Symbol"), t("毫克每升，温差"), sym("Symbol", "F0B1"), t("2"), sym("Symbol", "F0B0"), t("C，"), sym("Symbol", "F0A3"), t("10，"), t("b", "Symbol"), t("射线"), sym("Symbol", "F0B3"), t("3。"))
    body += line(sym("Symbol", "F06D"), t("为修正系数，取零点三。"))
    body += line(t("第"), sym("Wingdings", "F082"), t("项见"), sym("Wingdings", "F046"), t("附页，联系"), sym("Wingdings", "F028"), t("0349；"), t("\uf0e0", "Wingdings"), t("完成"), sym("Webdings", "F061"), t("，未完成"), sym("Wingdings 2", "F04F"), t("，另有"), sym("Wingdings", "F04A"), t("。"))
    counted("符号各随字体", "望河县水质监测情况", body)

    # Boxes are answers wherever they stand; a sign alone says something.
    wingdings = '<w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr>'
    shared = [[lvl(0, "bullet", "\uf0a8", wingdings)], [lvl(0, "bullet", "\uf0d8", wingdings)]]
    body = p("一、自查情况") + line(sym("Wingdings", "F0FE"), t("已开展自查")) + line(sym("Wingdings", "F0A8"), t("未开展自查"))
    body += p("□是　□否") + p("☑ 已完成整改") + p("☐ 未完成整改") + p("√ 已报送") + p("二、分项情况") + item("收购点公示", 1) + item("价格公示", 1)
    body += p("三、说明") + p("◆单独一段的记号留着。") + p("其他情况如下。") + item("只有一项。", 2) + p("四、措施") + item("压实责任。", 2) + item("定期通报。", 2)
    counted("方框和记号", "望河县开展收购自查", body, lists(shared, [(1, 0, ""), (2, 1, "")]))

    put("符号字体网页.html", """<html><head><meta charset="utf-8"><title>石梁县</title></head><body>
<h1>石梁县开展秋冬季防火检查</h1>
<p>11月18日，石梁县开展秋冬季防火检查，共检查单位120家，整改隐患35处。</p>
<p style='mso-list:l0 level1 lfo1'><span style='font-family:Wingdings'>l<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span>压实属地责任；</p>
<p style='mso-list:l0 level1 lfo1'><span style='font-family:Wingdings'>l<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span>落实值班值守。</p>
<p>是否整改：<font face="Wingdings 2">R</font>是　<span style="font-family:'Wingdings 2'">&pound;</span>否，温差<span style="font-family:Symbol">&#61617;</span>2<span style="font-family:Symbol">&deg;</span>C。</p>
<p>石梁县应急管理局</p><p>2018年11月19日</p></body></html>
""")
# ------------------------------------------------------------------ whole past issues, in whole/
#
# Beside each document lies what its pages say, as text: what `import --whole` and `build` must print.

PREFIX = "中央生态环境保护督察“回头看”朔州市协调联络"
ISSUER = PREFIX + "领导小组"


class Issue:
    """A past issue as plain parts, which each writer sets in its own way."""

    def __init__(self, name, head):
        self.name, self.head, self.parts, self.said = name, head, [], []

    def add(self, kind, *what):
        self.parts.append((kind, *what))
        return self

    def column(self, text):
        return self.add("column", text)

    def title(self, text):
        return self.add("title", text)

    def text(self, *paragraphs):
        for paragraph in paragraphs:
            self.add("text", paragraph)
        return self

    def tail(self, *lines):
        return self.add("tail", lines)

    def says(self, *lines):
        """What the pages say, where it is not what stands in the document."""
        self.said = list(lines)
        return self

    def put_text(self):
        lines = list(self.head)
        for kind, *what in self.parts:
            if kind == "table":
                lines += [cell for row in what[0] for cell in row]
            elif kind == "tail":
                lines += what[0]
            elif kind != "picture":
                lines.append(what[0])
        text = "\n".join(self.said or lines)
        (HERE / f"{self.name}.txt").write_text(text.replace("|", "").replace("**", "") + "\n")


def spans(text):
    """Text in pieces, bold or not."""
    return [(part, index % 2 == 1) for index, part in enumerate(text.split("**")) if part]


def issue_28(name):
    issue = Issue(f"whole/{name}", [PREFIX, "工作简报", "第 28 期", ISSUER, "2018年11月27日"])
    for index, (_, title, _, _, paragraphs) in enumerate(items()):
        if index == 1:
            issue.column("◆ 县区动态")
        issue.title(title)
        issue.text(*("".join(f"**{t}**" if bold else t for t, bold in runs) for runs in paragraphs))
    issue.put_text()
    return issue


def issue_flat(issue):
    """A flat ODT: the head large and centred, columns in 黑体, titles in 小标宋."""
    style = lambda name, props, face, size: (
        f'<style:style style:name="{name}" style:family="paragraph"><style:paragraph-properties {props}/>'
        f'<style:text-properties style:font-name-asian="{face}" style:font-size-asian="{size}pt" fo:font-size="{size}pt"/></style:style>'
    )
    def para(style, text):
        inner = "".join(
            f'<text:span text:style-name="B">{escape(part)}</text:span>' if bold else escape(part)
            for part, bold in spans(text)
        )
        return f'<text:p text:style-name="{style}">{inner.replace("|", "<text:line-break/>")}</text:p>'
    prefix, name, number, issuer, date = issue.head
    body = para("X", prefix) + para("N", name) + para("C", number) + para("I", issuer) + para("D", date)
    kinds = {"column": "K", "title": "T", "text": "P"}
    body += "".join(para(kinds[kind], what[0]) for kind, *what in issue.parts)
    faces = "".join(
        f'<style:font-face style:name="{name}" svg:font-family="{family}"/>'
        for name, family in [("小标宋", "方正小标宋简体"), ("仿宋", "仿宋_GB2312"), ("黑体", "黑体"), ("楷体", "楷体_GB2312")]
    )
    center = 'fo:text-align="center"'
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls>{faces}</office:font-face-decls>
<office:automatic-styles>
{style("X", center, "小标宋", 22)}{style("N", center, "小标宋", 60)}{style("C", center, "仿宋", 16)}
{style("I", 'fo:margin-left="0"', "楷体", 16)}{style("D", 'fo:text-align="end"', "楷体", 16)}
{style("K", 'fo:margin-left="0"', "黑体", 16)}{style("T", center, "小标宋", 22)}{style("P", 'fo:text-indent="32pt"', "仿宋", 16)}
<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold" style:font-weight-asian="bold"/></style:style>
</office:automatic-styles>
<office:body><office:text>{body}</office:text></office:body></office:document>"""


def issue_page(issue):
    """HTML: headings of three levels."""
    mark = lambda text: "".join(f"<b>{escape(t)}</b>" if b else escape(t) for t, b in spans(text)).replace("|", "<br>")
    head = "".join(f'<p style="text-align:center">{escape(line)}</p>' for line in issue.head)
    tags = {"column": "h2", "title": "h3", "text": "p"}
    body = "".join(f"<{tags[kind]}>{mark(what[0])}</{tags[kind]}>" for kind, *what in issue.parts)
    return f'<html><head><meta charset="utf-8"></head><body>{head}{body}</body></html>'


def issue_rich(issue):
    """RTF: one size; titles bold and centred, columns bold, unit and date in one row."""
    text = lambda text: "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in text)
    runs = lambda line: "".join(f"{{\\b {text(t)}}}" if b else f"{{{text(t)}}}" for t, b in spans(line)).replace("|", "\\line ")
    prefix, name, number, issuer, date = issue.head
    rows = [f"{{\\pard\\qc\\b {text(line)}\\b0\\par}}" for line in (prefix, name)]
    rows.append(f"{{\\pard\\qc {text(number)}\\par}}{{\\pard {text(issuer)}\\tab\\tab {text(date)}\\par}}")
    looks = {"column": "\\b ", "title": "\\qc\\b ", "text": "\\fi640 "}
    rows += [f"{{\\pard{looks[kind]}{runs(what[0])}\\b0\\par}}" for kind, *what in issue.parts]
    return "{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 SimSun;}}\\fs32 " + "\n".join(rows) + "}"


def issue_marked(issue):
    """Markdown for pandoc."""
    lines = [f"{line}\n" for line in issue.head]
    marks = {"column": "## ", "title": "### ", "text": ""}
    lines += [marks[kind] + what[0].replace("|", "\\\n" if kind == "text" else "") + "\n" for kind, *what in issue.parts]
    return "\n".join(lines)


def by_pandoc(name, source):
    if wanted(name + ".docx"):
        subprocess.run(["pandoc", "-f", "markdown", "-o", str(HERE / f"{name}.docx")], input=source.encode(), check=True)


def issue_word(issue, mark=None):
    """python-docx in the official look."""
    song, hei, kai, face = "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体"
    d = Doc()
    prefix, name, number, issuer, date = issue.head
    for line, size in ((prefix, 22), (name, 60)):
        d.line(line, size=size, face=face, align=ALIGN.CENTER)
    d.line(number, size=16, face=song, align=ALIGN.CENTER)
    d.line(f"{issuer}\t\t{date}", size=16, face=kai)
    fill(d, issue)
    d.save(issue.name)


def fill(d, issue, title=22):
    """Columns, titles and text behind a head."""
    song, hei, face = "仿宋_GB2312", "黑体", "方正小标宋简体"
    for kind, *what in issue.parts:
        if kind == "column":
            d.line(what[0], size=16, face=hei)
        elif kind == "title":
            rows = what[0].split("|")
            p = d.line(rows[0], size=title, face=face, align=ALIGN.CENTER)
            for row in rows[1:]:
                p.runs[0].add_break()
                d.run(p, row, title, face)
        elif kind == "text":
            p = d.line()
            for part, bold in spans(what[0]):
                d.run(p, part, 16, hei if re.match("[一二三四五]、", part) else song, bold or None)
        elif kind == "right":
            d.line(what[0], size=16, face=song, align=ALIGN.RIGHT)
        elif kind == "picture":
            d.line(align=ALIGN.CENTER).add_run().add_picture(io.BytesIO(png(60, 40)), width=Pt(200))
        elif kind == "table":
            rows = what[0]
            table = d.doc.add_table(len(rows), len(rows[0]))
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    table.cell(row, column).text = cell
        elif kind == "tail":
            table = d.doc.add_table(len(what[0]), 1)
            for row, line in enumerate(what[0]):
                table.cell(row, 0).text = line


UNIT = "望河县优化营商环境领导小组办公室"
NEWS = [
    ("李明调研重点项目建设|强调要以服务提速促项目提效", "3月2日，县委副书记李明到县经济开发区调研重点项目建设，实地察看了食品产业园、冷链物流园施工现场，详细询问用地、用电和审批进展。", "李明强调，**一要提前介入**。审批部门要把服务窗口前移到项目一线。**二要限时办结**。承诺事项逐项销号，不得拖延。"),
    ("石梁镇推行“一窗通办”", "石梁镇便民服务中心整合社保、民政等8个窗口，推行“前台综合受理、后台分类审批”。", "截至2月底，共办理事项1260件，平均用时由3天压缩到1天，群众满意率达98.6%。"),
    ("柳溪县来我县考察交流", "3月4日，柳溪县党政考察团一行12人来我县考察政务服务标准化建设。", "考察团先后到县政务服务中心、河口社区，听取情况介绍，并就跨县通办签订合作协议。"),
    ("县市场监管局|开展涉企收费专项检查", "县市场监管局抽调16名执法人员，对水电气、行业协会等领域的收费行为进行检查。", "共检查单位43家，责令整改7家，退还多收费用3.2万元。"),
]


def year_of_issues():
    """《望河县优化营商环境工作简报》 of 2026, ten issues, no two set alike."""
    song, hei, kai, face = "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体"
    def begin(number, head):
        return Issue(f"whole/2026年第{number}期", head)
    def news(issue, *which):
        for index in which:
            issue.title(NEWS[index][0]).text(*NEWS[index][1:])
        return issue
    tail = ["报：县委，县政府。", "送：县人大，县政协。", "发：各乡镇人民政府，县直各单位。"]
    spread = "望河县优化营商环境"

    # 1: the usual look, columns with ◆, the tail in a table.
    issue = begin(1, [spread, "工作简报", "第1期（总第36期）", UNIT, "2026年1月5日"])
    news(issue, 0).column("◆ 乡镇动态")
    news(issue, 1).column("◆ 部门动态")
    news(issue, 3).tail(*tail, "（共印120份）")
    issue.says(spread, "工作简报", "第1期（总第36期）", UNIT, "2026年1月5日", *said(issue), *tail, UNIT, "（共印120份）").put_text()
    issue_word(issue)

    # 2: the name in one row, 【columns】, unit and date in rows of their own, the tail in paragraphs.
    issue = begin(2, [spread + "工作简报", "（2）", UNIT, "二〇二六年一月二十日"])
    issue.column("【领导活动】")
    news(issue, 0).column("【交流合作】")
    news(issue, 2)
    d = Doc()
    d.line(issue.head[0], size=36, face=face, align=ALIGN.CENTER)
    d.line(issue.head[1], size=16, face=song, align=ALIGN.CENTER)
    d.line(issue.head[2], size=16, face=kai, align=ALIGN.CENTER)
    d.line(issue.head[3], size=16, face=kai, align=ALIGN.CENTER)
    d.line("━━━━━━━━━━━━━━━━━━━━", align=ALIGN.CENTER)
    fill(d, issue, title=18)
    d.line("报：县委，县政府。送：县人大，县政协。", size=14, face=song)
    d.line("共印80份", size=14, face=song, align=ALIGN.RIGHT)
    d.save(issue.name)
    issue.says(spread + "工作简报", "第2期", UNIT, "2026年1月20日", *said(issue), "报：县委，县政府。", "送：县人大，县政协。", UNIT, "（共印80份）").put_text()

    # 3: 要目 and 编者按, columns that nothing marks, a notice with its signature.
    issue = begin(3, [spread, "工 作 简 报", "2026年第3期", UNIT, "2026年2月3日"])
    issue.column("领导活动")
    news(issue, 0).column("通知公告")
    issue.title("关于报送营商环境典型案例的通知")
    issue.text("各乡镇人民政府，县直各单位：", "请于3月底前报送典型案例1至2篇，每篇不超过1500字。", "一、案例要求", "突出改革举措和实际成效，数据准确。")
    issue.add("right", UNIT).add("right", "2026年2月3日")
    d = Doc()
    for line, size in ((issue.head[0], 26), (issue.head[1], 60)):
        d.line(line, size=size, face=face, align=ALIGN.CENTER)
    d.line(issue.head[2], size=16, face=song, align=ALIGN.CENTER)
    d.line(f"{UNIT}　　　{issue.head[4]}", size=16, face=kai)
    d.line("本期要目", size=16, face=hei, align=ALIGN.CENTER)
    d.line("李明调研重点项目建设 强调要以服务提速促项目提效……………1", size=16, face=song)
    d.line("关于报送营商环境典型案例的通知……………………………2", size=16, face=song)
    note = d.line("编者按：", size=16, face=hei)
    d.run(note, "营商环境没有最好，只有更好。现将有关做法刊发，供学习借鉴。", 16, kai)
    fill(d, issue)
    d.line("责任编辑：王芳　　审核：赵磊　　签发：李明", size=14, face=song)
    d.save(issue.name)
    entries = said(issue)
    issue.says(spread, "工作简报", "第3期", UNIT, "2026年2月3日", "编者按：营商环境没有最好，只有更好。现将有关做法刊发，供学习借鉴。", "本期要目", "领导活动", "李明调研重点项目建设强调要以服务提速促项目提效", "2", "通知公告", "关于报送营商环境典型案例的通知", "2", *entries, "编辑：王芳　审核：赵磊　签发：李明").put_text()

    # 4: the masthead in a table, 密级 and 份号, a table and a picture.
    issue = begin(4, ["内部资料　注意保存", "000012", spread, "工作简报", "第四期", UNIT, "2026年2月20日"])
    issue.column("★ 工作动态")
    news(issue, 1)
    issue.add("table", [["单位", "办件（件）", "满意率"], ["石梁镇", "1260", "98.6%"], ["河口镇", "980", "97.1%"]])
    issue.text("下一步，将在全县推开。")
    news(issue, 3).add("picture").text("图为检查现场")
    d = Doc()
    table = d.doc.add_table(4, 2)
    cells = [("内部资料　注意保存", "000012"), (spread, ""), ("工作简报", "")]
    for row, (left, right) in enumerate(cells):
        table.cell(row, 0).text, table.cell(row, 1).text = left, right
    table.cell(3, 0).text = "第四期"
    table.cell(3, 1).text = ""
    for row in (1, 2, 3):
        table.cell(row, 0).merge(table.cell(row, 1))
    d.line(f"{UNIT}　　2026年2月20日", size=16, face=kai)
    fill(d, issue, title=18)
    d.save(issue.name)
    lines = said(issue)
    issue.says("内部资料　注意保存", "000012", spread, "工作简报", "第4期", UNIT, "2026年2月20日", *lines).put_text()

    # 5: the red head in a text box that hangs on the line of the number.
    issue = begin(5, [spread, "工作简报", "第5期", UNIT, "2026年3月5日"])
    news(issue, 0, 2)
    wp = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    red = '<w:rFonts w:eastAsia="方正小标宋简体"/><w:color w:val="FF0000"/><w:sz w:val="%d"/>'
    inner = p(spread, red % 52, CENTER) + p("工作简报", red % 120, CENTER)
    box = (
        f'<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="wps"><w:drawing><wp:anchor xmlns:wp="{wp}">'
        '<wp:extent cx="5400000" cy="1800000"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f'<wps:wsp xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>'
        f'<mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>'
    )
    body = f'<w:p><w:pPr>{CENTER}</w:pPr>{box}<w:r><w:rPr><w:sz w:val="32"/></w:rPr><w:t>第5期</w:t></w:r></w:p>'
    body += p(f"{UNIT}　　　2026年3月5日", '<w:sz w:val="32"/>')
    for kind, *what in issue.parts:
        for row in what[0].replace("**", "").split("|"):
            body += p(row, BIG if kind == "title" else '<w:sz w:val="32"/>', CENTER if kind == "title" else "")
    body += p("抄报：县委，县政府。", '<w:sz w:val="28"/>') + p("望河县优化营商环境领导小组办公室　　2026年3月5日印发", '<w:sz w:val="28"/>')
    put(issue.name + ".docx", package(body))
    issue.says(spread, "工作简报", "第5期", UNIT, "2026年3月5日", *said(issue), "报：县委，县政府。", UNIT).put_text()

    # 6: by pandoc, with a footnote, a list and a table.
    issue = begin(6, [spread, "工作简报", "第六期", UNIT, "2026年3月20日"])
    source = issue_marked(news(issue, 1))
    source += """
全县共设窗口52个[^1]。

| 乡镇 | 窗口（个） |
|------|------|
| 石梁镇 | 8 |
| 河口镇 | 6 |

### 县市场监管局开展涉企收费专项检查

县市场监管局对收费行为进行检查。

报：县委，县政府。

（共印60份）

[^1]: 不含村级代办点。
"""
    by_pandoc(issue.name, source)
    issue.says(spread, "工作简报", "第6期", UNIT, "2026年3月20日", NEWS[1][0], *NEWS[1][1:], "全县共设窗口52个①。", "乡镇窗口（个）石梁镇8河口镇6", "①不含村级代办点。", "县市场监管局开展涉企收费专项检查", "县市场监管局对收费行为进行检查。", "报：县委，县政府。", UNIT, "（共印60份）").put_text()

    # 7, 8, 9: by LibreOffice from three formats.
    for number, ending, write in ((7, "fodt", issue_flat), (8, "html", issue_page), (9, "rtf", issue_rich)):
        issue = begin(number, [spread, "工作简报", f"第{number}期", UNIT, f"2026年{number - 3}月8日"])
        news(issue, 0).column("● 乡镇动态")
        news(issue, 1, 2).put_text()
        office(issue.name, ending, write(issue))

    # 10: nothing but paragraphs.
    issue = begin(10, [spread + "工作简报", "第10期（总第45期）", UNIT, "2026年8月8日"])
    news(issue, 0).column("乡镇动态")
    news(issue, 1).column("部门动态")
    news(issue, 3).put_text()
    d = Doc()
    for line in issue.head:
        d.line(line)
    for kind, *what in issue.parts:
        for row in what[0].replace("**", "").split("|"):
            d.line(row)
    d.save(issue.name)


def said(issue):
    """What the entries of an issue say, cell by cell."""
    lines = []
    for kind, *what in issue.parts:
        if kind == "table":
            lines += [cell for row in what[0] for cell in row]
        elif kind not in ("tail", "picture"):
            lines.append(what[0])
    return lines


def issues():
    (HERE / "whole").mkdir(exist_ok=True)
    office("whole/28期-公文式", "fodt", issue_flat(issue_28("28期-公文式")))
    office("whole/28期-网页式", "html", issue_page(issue_28("28期-网页式")))
    office("whole/28期-普通式", "rtf", issue_rich(issue_28("28期-普通式")))
    issue_word(issue_28("28期-文档式"))
    by_pandoc("whole/28期-标记式", issue_marked(issue_28("28期-标记式")))
    year_of_issues()

    # The masthead is a picture: the house's stands for it.
    issue = Issue("whole/图片报头", [])
    issue.title(NEWS[1][0]).text(*NEWS[1][1:]).title(NEWS[2][0]).text(*NEWS[2][1:])
    d = Doc()
    d.line(align=ALIGN.CENTER).add_run().add_picture(io.BytesIO(png(120, 40)), width=Pt(400))
    d.line("第11期", size=16, face="仿宋_GB2312", align=ALIGN.CENTER)
    d.line(f"{UNIT}　　　2026年9月1日", size=16, face="楷体_GB2312")
    fill(d, issue)
    d.save(issue.name)
    issue.says("工作简报", "第11期", UNIT, "2026年9月1日", *said(issue)).put_text()

    # No number anywhere.
    issue = Issue("whole/没有期号", [])
    issue.title(NEWS[1][0]).text(*NEWS[1][1:]).title(NEWS[3][0]).text(*NEWS[3][1:])
    d = Doc()
    d.line("望河县优化营商环境", size=26, face="方正小标宋简体", align=ALIGN.CENTER)
    d.line("工作简报", size=60, face="方正小标宋简体", align=ALIGN.CENTER)
    d.line(f"{UNIT}　　　2026年9月20日", size=16, face="楷体_GB2312")
    fill(d, issue)
    d.save(issue.name)
    issue.says("望河县优化营商环境", "工作简报", "第12期", UNIT, "2026年9月20日", *said(issue)).put_text()

    # A 增刊.
    issue = Issue("whole/增刊", ["望河县优化营商环境", "工作简报", "增刊第2期", UNIT, "2026年9月25日"])
    issue.title(NEWS[0][0]).text(*NEWS[0][1:]).title(NEWS[3][0]).text(*NEWS[3][1:]).put_text()
    issue_word(issue)


# ------------------------------------------------- what is not seen, and what hangs in it; notes; lazy pages

SHAPES = 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"'


def boxed(*shapes, hidden=""):
    """A drawing of shapes with words in them, each with whether it is hidden by itself."""
    inner = "".join(
        f'<wps:wsp><wps:cNvPr id="2" name="框" hidden="{int(own)}"/><wps:spPr/><wps:txbx><w:txbxContent>{words}</w:txbxContent></wps:txbx></wps:wsp>'
        for words, own in shapes)
    graphic = f'<a:graphic><a:graphicData><wpg:wgp>{inner}</wpg:wgp></a:graphicData></a:graphic>'
    return f'<w:r><w:drawing {SHAPES}><wp:anchor {NAMESPACES}><wp:extent cx="3600000" cy="2400000"/><wp:docPr id="9" name="框" {hidden}/>{graphic}</wp:anchor></w:drawing></w:r>'


def notes(*each):
    return f'<w:footnotes {W} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">' + "".join(
        f'<w:footnote w:id="{at}">{note}</w:footnote>' for at, note in enumerate(each, 2)) + "</w:footnotes>"


def noted(at):
    return f'<w:r><w:footnoteReference w:id="{at}"/></w:r>'


def unseen():
    media = [("word/media/a.png", png(300, 200))]
    relation = '<Relationship Id="r1" Type="OFFICE/image" Target="media/a.png"/>'
    foot = '<Relationship Id="rF" Type="OFFICE/footnotes" Target="footnotes.xml"/>'
    remarks = '<Relationship Id="rC" Type="OFFICE/comments" Target="comments.xml"/>'
    broken = "<w:r><w:br/></w:r>"
    body = signed(
        "望河县增设秋粮收储点",
        line(r("全县收储点"), noted(2), r("全部开放，比上年多"), noted(3), r("，群众反映良好。")),
    )
    put("脚注换行.docx", package(body, [("word/footnotes.xml", notes(
        line(r("收储点数：上年120"), broken, r("98个为今年数")) + line(r("2018年")) + line(r("11月统计")),
        line(r("见"), shown("r1"), r("图"))))], relations=foot))
    vml = '<w:r><w:pict><v:group style="width:100pt"><v:shape style="position:absolute;visibility:hidden"><v:textbox><w:txbxContent>%s</w:txbxContent></v:textbox></v:shape><v:shape><v:textbox><w:txbxContent>%s</w:txbxContent></v:textbox></v:shape></v:group></w:pict></w:r>'
    body = signed(
        "望河县整修粮仓",
        line(r(LEAD), boxed((line(r("旧稿里的话，作废。")), False), hidden='hidden="1"')),
        line(r("会议要求抓紧整修。"), boxed((line(r("这一框看得见。")), False), (line(r("这一框看不见。"), shown("r1")), True))),
        line(r("各乡镇照此办理。"), vml % (line(r("旧式的框也看不见。")), line(r("旧式的框看得见。")))),
    )
    put("隐藏的文本框.docx", package(body, media, relations=relation))
    gone = "<w:vanish/>"
    hang = lambda inner: f"<w:r><w:rPr>{gone}</w:rPr>{inner}</w:r>"
    mark = '<w:footnoteReference w:id="%d"/>'
    drawing = shown("r1").replace("<w:r>", "").replace("</w:r>", "")
    cell = lambda inner, more="": f"<w:tc><w:tcPr>{more}</w:tcPr>{inner}</w:tc>"
    body = signed(
        "望河县核对收储进度",
        line(r(LEAD), hang(drawing), hang(mark % 2), r("全部开放"), noted(3), r("。")),
        line(hang('<w:t>甲</w:t><w:sym w:font="Wingdings" w:char="F0FE"/><w:delText>乙</w:delText><w:commentReference w:id="7"/>'), r("各乡镇照此办理。")),
        table(
            (cell(line(r("石梁镇")), '<w:vMerge w:val="restart"/>'), "120"),
            (cell(line(r("被盖住"), shown("r1")), "<w:vMerge/>"), "98"),
            ("青山乡", "76"),
            (cell(line(r("河口镇")), "<w:vMerge/>"), "85"),
            (cell(line(r("又盖住")), "<w:vMerge/>"), "64"),
        ),
    )
    put("隐藏处挂着的.docx", package(body, [*media, ("word/footnotes.xml", notes(line(r("隐藏的脚注。")), line(r("看得见的脚注。")))),
        ("word/comments.xml", f'<w:comments {W}><w:comment w:id="7">{line(r("这里要核对。"))}</w:comment></w:comments>')], relations=relation + foot + remarks))
    newer = lambda inner: f'<mc:AlternateContent {CHOICE} xmlns:x="urn:example:new"><mc:Choice Requires="x">{inner}</mc:Choice></mc:AlternateContent>'
    body = signed(
        "望河县公布收储行情",
        line(r("行情见下图。"), newer(shown("r1"))),
        newer(line(r("新软件才认识的一段。"), shown("r1"))),
        line(r("各乡镇照此办理。"), f"<w:r>{newer(drawing)}</w:r>"),
        line(r("计算办法："), properties="<w:rPr><w:del w:id=\"1\"/></w:rPr>"),
        f"<m:oMathPara {MATH}><m:oMath><m:r><m:t>K=5</m:t></m:r></m:oMath></m:oMathPara>",
        line(r("以上办法今年起用。")),
    )
    put("新软件才认识的.docx", package(body, media, relations=relation))
    gone_words = lambda at: f'<w:del {REVISION}><w:r><w:delText>删去第{at}处</w:delText></w:r></w:del>'
    long = "".join(f"第{at}条不再执行，" for at in range(1, 90))
    body = signed(
        "望河县修订收储办法",
        line(*(r(f"第{at}项，") + gone_words(at) for at in range(1, 71)), r("照此办理。")),
        line(r(long, gone), r("其余各条不变。")),
    )
    put("删去的很多.docx", package(body))
    put("标记里的表格.md", """# 望河县公布秋粮收储进度

11月20日，望河县召开推进会，安排部署今冬明春重点任务，要求各乡镇抓好落实。

| 乡镇 | 吨 |
| --- | :-: |
| 石梁镇 | 120<br>98 |
| 青山乡 | ~~76~~85 |

![现场](现场.png)

1. 第一项**抓好收储。**各乡镇照办
2. 3个乡镇先行

~~作废~~的说法不用，以本次公布的为准。

来源：望河县
""")
    inline = "data:image/png;base64," + base64.b64encode(png(300, 200)).decode()
    dot = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
    put("延迟载入的图.html", f"""<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>
<h1>望河县清洁取暖全面完工</h1>
<p>11月20日，望河县召开推进会，安排部署今冬明春重点任务，要求各乡镇抓好落实。</p>
<p><img src="{dot}" data-src="https://example.com/a.jpg" alt="现场一"></p>
<p><img src="" data-original="{inline}" alt="现场二"></p>
<p><img srcset="b.jpg 2x" alt="现场三"></p>
<p><img class="rich_pages" alt="现场四"></p>
<p><img src="{dot}"></p>
<p style="display:none">旧稿<img src="old.png"></p>
<p>全县收储点完成取暖改造1.2万户，群众反映良好。</p>
</body></html>
""")


if __name__ == "__main__":
    texts()
    pages()
    refused()
    wps()
    word()
    whole()
    inside()
    pandoc()
    number_28()
    pictures()
    recognition()
    numbers()
    symbols()
    issues()
    unseen()
