"""What every source begins with: how Word's paragraphs, lists and numbers are said in Typst.

A line of Word is as high as its factor says, measured from the letters' own height; Typst measures
from edge to edge, so the edges are set to what Word would give and nothing is put between lines.
Space between two paragraphs is the larger of the two in both.
"""

ASCENT, DESCENT, GAP = 0.905, 0.212, 0.033
"""Of the fonts, in parts of their size. Together they are what Word calls a line."""
LINE = ASCENT + DESCENT + GAP

PRELUDE = """\
#let stand(top, bottom, align-to, justified, first, hang, body) = {
  set text(top-edge: top, bottom-edge: bottom)
  set par(leading: 0pt, spacing: 0pt, justify: justified, hanging-indent: hang,
    first-line-indent: (amount: first, all: true))
  set align(align-to)
  par(body)
}
#let para(above: 0pt, below: 0pt, left: 0pt, right: 0pt, first: 0pt, hang: 0pt, top: 1em,
  bottom: -0.2em, align-to: left, justified: false, sticky: false, whole: false, body) = block(
  above: above, below: below, width: 100%, inset: (left: left, right: right), sticky: sticky,
  breakable: not whole, stand(top, bottom, align-to, justified, first, hang, body))
#let gap(above: 0pt, below: 0pt, height: 0pt, sticky: false) = block(above: above, below: below,
  height: height, width: 100%, sticky: sticky)
#let frame(above: 0pt, below: 0pt, left: 0pt, right: 0pt, inset: 0pt, stroke: none, fill: none,
  sticky: false, body) = block(above: above, below: below, width: 100%, sticky: sticky,
  inset: (left: left, right: right),
  block(width: 100%, inset: inset, stroke: stroke, fill: fill, body))
#let bullets(above: 0pt, below: 0pt, indent: 0pt, room: 0pt, apart: 0pt, top: 1em, bottom: -0.2em,
  sticky: false, marker, ..items) = block(above: above, below: below, width: 100%, sticky: sticky, {
  set text(top-edge: top, bottom-edge: bottom)
  set par(leading: 0pt, spacing: 0pt)
  list(marker: box(width: room, align(left, marker)), indent: indent, body-indent: 0pt,
    spacing: apart, tight: false, ..items.pos().map(list.item))
})
#let numbers(above: 0pt, below: 0pt, indent: 0pt, room: 0pt, apart: 0pt, top: 1em, bottom: -0.2em,
  sticky: false, labels, ..items) = block(above: above, below: below, width: 100%, sticky: sticky, {
  set text(top-edge: top, bottom-edge: bottom)
  set par(leading: 0pt, spacing: 0pt)
  enum(numbering: n => box(width: room, align(left, labels.at(n - 1))), number-align: start,
    indent: indent, body-indent: 0pt, spacing: apart, tight: false,
    ..items.pos().map(one => enum.item(one)))
})
#let raise(by, size, body) = text(baseline: by, size: size, body)
#let dots(sign) = box(width: 1fr, pdf.artifact(repeat(sign, gap: 1.5pt)))
"""

OPENING = """\
#let paper(id: "p", offset: 0, header: auto, footer: auto, foreground: none, background: none,
  number: auto, total: auto) = {
  let own-header = header
  let own-footer = footer
  let at(name) = label(id + "-" + name)
  let mark(name) = [#metadata(none)#at(name)]
  let page-of(name) = locate(at(name)).page()
  let count(where, from, start, style) = if number == auto {
    numbering(style, where.page() - page-of(from) + start)
  } else { number(where) }
  let this-page(from, start, style) = context count(here(), from, start, style)
  let page-at(name) = context count(locate(at(name)), ..places.at(name))
  let last-page(style) = if total == auto {
    context numbering(style, page-of("end") - page-of("start") + 1)
  } else { total }
  let pages-between(from, to, style) = context numbering(style, page-of(to) - page-of(from) + 1)
  let to(name, body) = link(at(name), body)
  let head(level, name, body) = [#heading(depth: level, body)#at(name)]
  let over(own, wanted) = if wanted == auto { own } else if type(wanted) == function { wanted(own) }
    else { wanted }
  set heading(offset: offset, numbering: none)
  show heading: it => it.body
  show footnote.entry: set text(size: 9pt, top-edge: 0.92em, bottom-edge: -0.22em)
  show footnote.entry: set par(leading: 0pt, justify: false)
  set footnote.entry(gap: 3pt, indent: 0pt, clearance: 10pt)
  counter(footnote).update(0)
"""

CLOSING = """\
  mark("end")
}
"""
