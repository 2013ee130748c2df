"""Words outside the cells: each is found, once, at its place; what a program put there is not."""

import time

import pytest
from making.packages import Beside, book, cell, parts, sheet, zipped

from pipeline.doors.xlsx import read_book, write_book
from pipeline.doors.xlsx.drawing import Draw, Put

Told = tuple[str, str, str]


def told(data: bytes, *kinds: str) -> list[Told]:
    """The remarks of these kinds; of all, without the names of sheets, when none is given."""
    return [(one.kind, one.spot, one.words) for one in read_book(data).remarks
            if one.kind in kinds or (not kinds and one.kind != "name")]


def drawn(inside: str, *more: Beside, name: str = "drawing1") -> bytes:
    """A workbook with a drawing of one anchor at C5, and parts beside the sheet."""
    xml = ("<xdr:wsDr><xdr:twoCellAnchor><xdr:from><xdr:col>2</xdr:col><xdr:row>4</xdr:row>"
           f"</xdr:from>{inside}</xdr:twoCellAnchor></xdr:wsDr>")
    return book(sheet(cell("A1", "In a cell"), after='<drawing r:id="rId1"/>'),
                beside={1: [Beside("drawing", f"../drawings/{name}.xml", xml), *more]})


def old(shape: str, kind: str = "", about: str = "", inside: str = "") -> str:
    """A drawing of the older kind with one shape, at B2."""
    return (f'<xml><v:shape id="{shape}">{inside}<x:ClientData ObjectType="{kind}">'
            f"<x:Anchor>1, 5, 1, 5, 3, 5, 3, 5</x:Anchor>{about}</x:ClientData></v:shape></xml>")


# --- notes, threads, links ---------------------------------------------------------------------


def test_a_note_is_told_and_its_author_is_not() -> None:
    data = book(sheet(cell("A1", "x")), beside={1: [
        Beside("comments", "../comments1.xml", "<comments><authors><author>A N Other</author>"
               '</authors><commentList><comment ref="B3" authorId="0"><text><r><t>Ask </t></r>'
               "<r><t>Mum_x000D_\n</t></r></text></comment></commentList></comments>"),
        Beside("vmlDrawing", "../drawings/vml1.vml", old(
            "s1", "Note", "<x:Row>2</x:Row><x:Column>1</x:Column>",
            "<v:textbox><div></div></v:textbox>"))]})
    assert told(data) == [("comment", "B3", "Ask Mum\r\n")]


def test_each_reply_of_a_thread_is_told_and_no_persons_name() -> None:
    thread = ('<tc:ThreadedComments><tc:threadedComment ref="B3" id="1" personId="p"><tc:text>Is '
              'this right?</tc:text></tc:threadedComment><tc:threadedComment ref="B3" id="2" '
              'parentId="1" personId="p"><tc:text>No.</tc:text></tc:threadedComment>'
              "</tc:ThreadedComments>")
    data = book(sheet(cell("A1", "x")), beside={1: [
        Beside("threadedComment", "../threadedComments/threadedComment1.xml", thread)]},
        more={"xl/persons/person.xml": '<personList><person displayName="A N Other"/></personList>'
              })
    assert told(data) == [("thread", "B3", "Is this right?"), ("thread", "B3", "No.")]


def test_notes_whose_sheet_lost_them_are_told_without_a_place_on_it() -> None:
    xml = ('<comments><commentList><comment ref="B3"><text><t>Left</t></text></comment>'
           "</commentList></comments>")
    assert told(book(sheet(cell("A1", "x")), more={"xl/comments7.xml": xml})) == [
        ("comment", "B3", "Left")]


def test_links_outside_are_told_with_their_tip_and_links_inside_are_not() -> None:
    links = ('<hyperlinks><hyperlink ref="A1:B2" r:id="rId1" tooltip="The plan"/>'
             '<hyperlink ref="C1" location="\'Sheet1\'!A1" display="Sheet1"/>'
             '<hyperlink ref="D1" r:id="rId2"/></hyperlinks>')
    data = book(sheet(cell("A1", "x"), after=links), beside={1: [
        Beside("hyperlink", "https://example.org/plan", external=True),
        Beside("hyperlink", "#'Sheet1'!A1", external=True)]})
    assert told(data) == [("link", "A1", "https://example.org/plan"), ("link", "A1", "The plan")]


# --- drawings ----------------------------------------------------------------------------------

BODY = ("<xdr:txBody><a:p><a:r><a:t>First </a:t></a:r><a:r><a:t>line</a:t></a:r></a:p>"
        "<a:p><a:r><a:t>Second</a:t></a:r><a:br/><a:r><a:t>third</a:t></a:r></a:p></xdr:txBody>")


def shape(about: str = "", body: str = BODY) -> str:
    return (f'<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="2" name="TextBox 1" {about}/></xdr:nvSpPr>'
            f"{body}</xdr:sp>")


def test_a_text_box_is_told_line_by_line() -> None:
    assert told(drawn(shape())) == [("text_box", "C5", "First line\nSecond\nthird")]


def test_shapes_in_a_group_are_told_and_the_copy_for_older_programs_is_not() -> None:
    both = (f"<xdr:grpSp><mc:AlternateContent><mc:Choice>{shape()}</mc:Choice><mc:Fallback>"
            f"{shape(body=BODY.replace('First', 'Older'))}</mc:Fallback></mc:AlternateContent>"
            "</xdr:grpSp>")
    assert told(drawn(both)) == [("text_box", "C5", "First line\nSecond\nthird")]


def test_a_picture_is_told_with_the_words_that_stand_for_it_or_none() -> None:
    picture = '<xdr:pic><xdr:nvPicPr><xdr:cNvPr name="P"{}/></xdr:nvPicPr></xdr:pic>'
    assert told(drawn(picture.format(' descr="A bruise"'))) == [("picture", "C5", "A bruise")]
    assert told(drawn(picture.format(""))) == [("picture", "C5", "")]


def test_the_words_for_a_picture_put_into_a_cell_are_told() -> None:
    data = book(sheet('<c r="A1" t="e" vm="1"><v>#VALUE!</v></c>'), more={
        "xl/richData/rdrichvaluestructure.xml": '<rvStructures><s t="_localImage"><k n="_rvRel:'
        'LocalImageIdentifier" t="i"/><k n="Text" t="s"/></s></rvStructures>',
        "xl/richData/rdrichvalue.xml": '<rvData><rv s="0"><v>0</v><v>A letter</v></rv></rvData>'})
    assert told(data) == [("picture", "", "A letter")]


def test_a_chart_tells_its_titles_and_copies_only_where_no_cell_says_them() -> None:
    frame = '<xdr:graphicFrame><a:graphic><c:chart r:id="rId1"/></a:graphic></xdr:graphicFrame>'
    chart = ("<c:chartSpace><c:title><c:tx><c:rich><a:p><a:r><a:t>Missed</a:t></a:r></a:p></c:rich>"
             "</c:tx></c:title><c:ser><c:tx><c:v>Named by hand</c:v></c:tx><c:cat><c:strRef>"
             "<c:strCache><c:pt><c:v>In a cell</c:v></c:pt><c:pt><c:v>In none</c:v></c:pt>"
             "</c:strCache></c:strRef></c:cat></c:ser></c:chartSpace>")
    made = parts(sheet(cell("A1", "In a cell")), beside={1: [Beside(
        "drawing", "../drawings/drawing1.xml", "<xdr:wsDr><xdr:twoCellAnchor><xdr:from><xdr:col>2"
        f"</xdr:col><xdr:row>4</xdr:row></xdr:from>{frame}</xdr:twoCellAnchor></xdr:wsDr>")]})
    chart_part = parts(sheet(), beside={1: [Beside("chart", "../charts/chart1.xml", chart)]})
    made["xl/charts/chart1.xml"] = chart_part["xl/charts/chart1.xml"]
    made["xl/drawings/_rels/drawing1.xml.rels"] = chart_part["xl/worksheets/_rels/sheet1.xml.rels"]
    assert told(zipped(made)) == [("chart", "C5", words)
                                  for words in ("Missed", "Named by hand", "In none")]


def test_a_drawing_that_no_sheet_points_to_is_told() -> None:
    made = parts(sheet(cell("A1", "x")), beside={1: [Beside(
        "drawing", "../drawings/drawing1.xml",
        f"<xdr:wsDr><xdr:oneCellAnchor>{shape()}</xdr:oneCellAnchor></xdr:wsDr>")]})
    del made["xl/worksheets/_rels/sheet1.xml.rels"]
    assert told(zipped(made)) == [("text_box", "", "First line\nSecond\nthird")]


# --- controls ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "about", "part", "words"), [
    ("Checkbox", "<x:Checked>1</x:Checked>", "", "Seen alone: ticked"),
    ("Checkbox", "", "", "Seen alone: not ticked"),
    ("Checkbox", "", '<formControlPr objectType="CheckBox" checked="Checked"/>',
     "Seen alone: ticked"),
    ("Radio", "<x:Checked>1</x:Checked>", '<formControlPr objectType="Radio"/>',
     "Seen alone: ticked"),
    ("Drop", "<x:Sel>2</x:Sel>", '<formControlPr objectType="Drop" sel="2"><itemLst>'
     '<item val="Yes"/><item val="No"/></itemLst></formControlPr>',
     "Seen alone: choice 2\nYes\nNo"),
    ("Button", "", "", "Seen alone"),
])
def test_a_control_tells_its_caption_and_state(kind: str, about: str, part: str,
                                               words: str) -> None:
    box = "<v:textbox><div><font>Seen\n   alone</font></div></v:textbox>"
    beside = [Beside("vmlDrawing", "../drawings/vml1.vml", old("s9", kind, about, box))]
    after = '<legacyDrawing r:id="rId1"/>'
    if part:
        beside.append(Beside("ctrlProp", "../ctrlProps/ctrlProp1.xml", part.replace(
            "<formControlPr", '<formControlPr xmlns="urn:x"')))
        after += '<controls><control shapeId="9" r:id="rId2" name="Box"/></controls>'
    data = book(sheet(cell("A1", "x"), after=after), beside={1: beside})
    assert told(data) == [("control", "B2", words)]


def test_an_active_control_tells_its_place_its_caption_and_words() -> None:
    part = ('<ax:ocx xmlns:ax="urn:ax" ax:classid="{8BD21D10-EC42-11CE-9E0D-00AA006002F3}">'
            '<ax:ocxPr ax:name="Caption" ax:value="Name"/><ax:ocxPr ax:name="Value" '
            'ax:value="Typed"/><ax:ocxPr ax:name="FontName" ax:value="Arial"/></ax:ocx>')
    data = book(sheet(cell("A1", "x"), after='<controls><control shapeId="1025" r:id="rId1"/>'
                      "</controls>"),
                beside={1: [Beside("control", "../activeX/activeX1.xml", part), Beside(
                    "vmlDrawing", "../drawings/vml1.vml", old("_x0000_s1025", "Pict"))]})
    assert told(data) == [("control", "B2", "Name\nTyped")]


def test_an_older_text_box_is_told_even_when_its_lines_end_as_in_a_web_page() -> None:
    box = "<v:textbox><div>One line<br>and more</div><div>another</div></v:textbox>"
    data = book(sheet(cell("A1", "x")), beside={1: [
        Beside("vmlDrawing", "../drawings/vml1.vml", old("s9", "Shape", inside=box))]})
    assert told(data) == [("text_box", "B2", "One line\nand more\nanother")]
    assert read_book(data).faults == ()


# --- edges of pages, names, properties ---------------------------------------------------------


@pytest.mark.parametrize(("stored", "words"), [
    ('&L&"Arial,Bold"&12Left&C&KFF0000Mid && more&RPage &P of &N',
     ["Left", "Mid && more", "Page &P of &N"]),
    ("Plain words", ["Plain words"]), ("&C&A", []), ("&R&D &T", []),
])
def test_the_edges_of_printed_pages_are_told_part_by_part(stored: str, words: list[str]) -> None:
    xml = stored.replace("&", "&amp;")
    data = book(sheet(cell("A1", "x"), after=f"<headerFooter><oddHeader>{xml}</oddHeader>"
                      "</headerFooter>"))
    assert told(data) == [("page_edge", "", one) for one in words]


def test_the_edges_of_our_own_pages_come_as_we_wrote_them() -> None:
    data = write_book([Draw("Sheet", [9], [Put(1, 1, "x")])], "A form", {}, "", "OFFICIAL")
    assert told(data, "page_edge") == [("page_edge", "", one) for one in
                                       ("A form", "OFFICIAL", "Sheet", "Page &P of &N")]


def test_a_constant_that_has_a_name_is_told_and_names_of_cells_are_not() -> None:
    names = ('<definedName name="said">"She said ""no"""</definedName>'
             '<definedName name="cells" comment="Look here">Sheet1!$A$1</definedName>'
             '<definedName name="sum">1+1</definedName>'
             '<definedName name="own" hidden="1">"4f3c"</definedName>')
    assert told(book(sheet(cell("A1", "x")), names=names), "name") == [
        ("name", "", "Sheet1"), ("name", "", 'She said "no"'), ("name", "", "Look here")]


def test_properties_are_told_but_not_who_and_when_nor_what_a_program_keeps_there() -> None:
    core = ("<cp:coreProperties><dc:title>Return</dc:title><dc:creator>A N Other</dc:creator>"
            "<dc:description>Please ring</dc:description></cp:coreProperties>")
    custom = ('<Properties xmlns="urn:custom"><property name="case"><vt:lpwstr>NS-1</vt:lpwstr>'
              '</property><property name="MSIP_Label_1_Name"><vt:lpwstr>Official</vt:lpwstr>'
              "</property></Properties>").replace("urn:custom", "urn:x\" xmlns:vt=\"urn:vt")
    data = book(sheet(cell("A1", "x")), root=[Beside("core", "docProps/core.xml", core), Beside(
        "custom-properties", "docProps/custom.xml", custom)])
    assert told(data) == [("property", "", "Return"), ("property", "", "Please ring"),
                          ("property", "", "NS-1")]
    assert read_book(data).properties == {"case": "NS-1", "MSIP_Label_1_Name": "Official"}


def test_the_columns_of_a_table_are_told_where_no_cell_names_them() -> None:
    table = ('<table ref="B2:D5" headerRowCount="0"><tableColumns><tableColumn name="In a cell"/>'
             '<tableColumn name="Nowhere else"/><tableColumn name="Column3"/></tableColumns>'
             "</table>")
    data = book(sheet(cell("B2", "In a cell"), after='<tableParts><tablePart r:id="rId1"/>'
                      "</tableParts>"), beside={1: [Beside("table", "../tables/t1.xml", table)]})
    assert told(data) == [("other", "B2", "Nowhere else")]


def test_a_shared_text_that_no_cell_shows_is_told() -> None:
    data = book(sheet('<c r="A1" t="s"><v>0</v></c>'), strings=["Shown", "Nobody sees this"])
    assert told(data) == [("other", "", "Nobody sees this")]


def test_prompts_and_lists_to_choose_from_are_no_remarks() -> None:
    rule = ('<dataValidations count="1"><dataValidation type="list" sqref="A1" prompt="Choose" '
            'promptTitle="One" error="No"><formula1>"Yes,No"</formula1></dataValidation>'
            "</dataValidations>")
    assert told(book(sheet(cell("A1", "Yes"), after=rule))) == []


def test_a_long_text_shared_by_many_cells_costs_little() -> None:
    data = book(sheet("".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>'
                              for n in range(1, 10_000))), strings=["x" * 1_200_000])
    began = time.perf_counter()
    read = read_book(data)
    assert time.perf_counter() - began < 5
    assert len({id(one.value) for one in read.sheets[0].cells.values()}) == 1
