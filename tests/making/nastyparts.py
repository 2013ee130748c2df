"""Pieces of Word's XML for `nastyword`: drawings, boxes, charts, as Word writes them."""

_MAIN = "http://schemas.openxmlformats.org"
SPACES = " ".join(f'xmlns:{name}="{url}"' for name, url in {
    "w": f"{_MAIN}/wordprocessingml/2006/main",
    "r": f"{_MAIN}/officeDocument/2006/relationships",
    "wp": f"{_MAIN}/drawingml/2006/wordprocessingDrawing",
    "a": f"{_MAIN}/drawingml/2006/main",
    "pic": f"{_MAIN}/drawingml/2006/picture",
    "c": f"{_MAIN}/drawingml/2006/chart",
    "dgm": f"{_MAIN}/drawingml/2006/diagram",
    "m": f"{_MAIN}/officeDocument/2006/math",
    "mc": f"{_MAIN}/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
}.items())

_SIZE = '<wp:extent cx="1800000" cy="1200000"/>'
_PIC = (f'<a:graphic><a:graphicData uri="{_MAIN}/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        '<pic:cNvPr id="1" name="p.png"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        '<a:blip r:embed="rId901"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>'
        '<a:xfrm><a:off x="0" y="0"/><a:ext cx="1800000" cy="1200000"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
        "</a:graphic>")
PICTURE = (f'<w:r><w:drawing><wp:inline>{_SIZE}<wp:docPr id="11" name="Picture 1" {{}}/>{_PIC}'
           "</wp:inline></w:drawing></w:r>")
_PLACE = ('<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" '
          'behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
          '<wp:positionH relativeFrom="column"><wp:posOffset>900000</wp:posOffset></wp:positionH>'
          '<wp:positionV relativeFrom="paragraph"><wp:posOffset>100000</wp:posOffset>'
          f"</wp:positionV>{_SIZE}")
FLOATING = (f'<w:r><w:drawing>{_PLACE}<wp:wrapSquare wrapText="bothSides"/><wp:docPr id="12" '
            f'name="Picture 2" descr="A made-up bridge over a river"/>{_PIC}</wp:anchor>'
            "</w:drawing></w:r>")
BOX = ('<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>' + _PLACE
       + '<wp:wrapSquare wrapText="bothSides"/><wp:docPr id="13" name="Text Box 1"/><a:graphic>'
       '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
       '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>'
       '<a:ext cx="1800000" cy="1200000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
       "</wps:spPr><wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp>"
       "</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict>"
       '<v:shape style="width:140pt;height:90pt"><v:textbox><w:txbxContent>{0}</w:txbxContent>'
       "</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>")
VML_BOX = ('<w:r><w:pict><v:shape id="s1" style="width:140pt;height:90pt"><v:textbox>'
           "<w:txbxContent>{0}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>")
WATERMARK = ('<w:r><w:pict><v:shape id="PowerPlusWaterMarkObject1" type="#_x0000_t136" '
             'style="position:absolute;width:400pt;height:100pt;rotation:315" fillcolor="silver">'
             '<v:textpath style="font-family:Arial" string="MARKEDACROSS"/></v:shape></w:pict>'
             "</w:r>")
CHART_FRAME = (f'<w:r><w:drawing><wp:inline>{_SIZE}<wp:docPr id="14" name="Chart 1" '
               'descr="Bar chart: contacts by month"/><a:graphic><a:graphicData '
               f'uri="{_MAIN}/drawingml/2006/chart"><c:chart r:id="rId901"/></a:graphicData>'
               "</a:graphic></wp:inline></w:drawing></w:r>")
CHART = (f'<c:chartSpace {SPACES}><c:chart><c:title><c:tx><c:rich><a:bodyPr/><a:p><a:r>'
         "<a:t>CHARTTITLE</a:t></a:r></a:p></c:rich></c:tx></c:title><c:plotArea><c:layout/>"
         '<c:barChart><c:barDir val="col"/><c:ser><c:idx val="0"/><c:order val="0"/><c:tx>'
         "<c:strRef><c:f>Sheet1!$B$1</c:f><c:strCache><c:ptCount val=\"1\"/><c:pt idx=\"0\">"
         "<c:v>SERIESNAME</c:v></c:pt></c:strCache></c:strRef></c:tx><c:val><c:numRef>"
         '<c:f>Sheet1!$B$2:$B$3</c:f><c:numCache><c:ptCount val="2"/><c:pt idx="0"><c:v>4</c:v>'
         '</c:pt><c:pt idx="1"><c:v>9</c:v></c:pt></c:numCache></c:numRef></c:val></c:ser>'
         '<c:axId val="1"/><c:axId val="2"/></c:barChart><c:catAx><c:axId val="1"/>'
         '<c:crossAx val="2"/></c:catAx><c:valAx><c:axId val="2"/><c:crossAx val="1"/></c:valAx>'
         '</c:plotArea><c:legend><c:legendPos val="r"/></c:legend></c:chart></c:chartSpace>')
OBJECT = ('<w:r><w:object><v:shape id="s2" style="width:140pt;height:90pt" o:ole=""><v:imagedata '
          'r:id="rId901"/></v:shape><o:OLEObject Type="Embed" ProgID="Excel.Sheet.12" '
          'ShapeID="s2" DrawAspect="Content" ObjectID="_1" r:id="rId902"/></w:object></w:r>')
SMART = (f'<w:r><w:drawing><wp:inline>{_SIZE}<wp:docPr id="15" name="Diagram 1" '
         'descr="Three steps, one after the other"/><a:graphic><a:graphicData '
         f'uri="{_MAIN}/drawingml/2006/diagram"><dgm:relIds r:dm="rId901" r:lo="rId901" '
         'r:qs="rId901" r:cs="rId901"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>')
SMART_DATA = (f'<dgm:dataModel {SPACES}><dgm:ptLst><dgm:pt modelId="1"><dgm:t><a:bodyPr/><a:p><a:r>'
              "<a:t>SMARTWORDS</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:ptLst><dgm:cxnLst/>"
              "</dgm:dataModel>")
EQUATION = ("<m:oMath><m:f><m:num><m:r><m:t>FORMULAWORD</m:t></m:r></m:num><m:den><m:r>"
            "<m:t>2</m:t></m:r></m:den></m:f></m:oMath>")
ALTERNATIVE = ('<mc:AlternateContent><mc:Choice Requires="w14"><w:r><w:t>NEWERWORDS</w:t></w:r>'
               "</mc:Choice><mc:Fallback><w:r><w:t>OLDERWORDS</w:t></w:r></mc:Fallback>"
               "</mc:AlternateContent>")
