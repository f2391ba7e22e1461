"""What other programs put on the clipboard, shortened to one habit each, and what a story keeps of it.

Each is (clip, markup, what the note says was left out). Typical, written after what the programs do.
"""

WORD = 'xmlns:o="urn:schemas-microsoft-com:office:office"'


def word(body):
    return (
        f"<html {WORD}><body lang=EN-US><!--StartFragment-->{body}<!--EndFragment--></body></html>"
    )


def item(level, sign, text, number="l0"):
    return (
        f"<p class=MsoListParagraph style='text-indent:-.25in;mso-list:{number} level{level} lfo1'>"
        f"<!--[if !supportLists]--><span style='font-family:Symbol'><span style='mso-list:Ignore'>{sign}"
        f"""<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><!--[endif]-->{text}<o:p></o:p></p>"""
    )


def online(level, text, tag="ul", listid="1"):
    return (
        f'<div class="ListContainerWrapper SCXW1"><{tag} class="BulletListStyle1" role="list"><li data-listid="{listid}"'
        f' data-aria-level="{level}" role="listitem" class="OutlineElement"><p class="Paragraph"><span class="TextRun">'
        f'<span class="NormalTextRun">{text}</span></span><span class="EOP">&nbsp;</span></p></li></{tag}></div>'
    )


def rows(*rows, caption="", head=False):
    """A table as a story has it; with a head row if the first is one."""
    tags = ["th" if head else "td"] + ["td"] * len(rows)
    cells = "".join(
        f"<tr>{''.join(f'<{tag}>{cell}</{tag}>' for cell in row)}</tr>"
        for tag, row in zip(tags, rows, strict=False)
    )
    said = f' data-caption="{caption}"' if caption else ""
    return f"<table{said}><tbody>{cells}</tbody></table>"


CLIPS = {
    # Tables
    "Google Sheets: two rows": (
        (
            "<google-sheets-html-origin><style>td{border:1px}</style><table xmlns='http://www.w3.org/1999/xhtml' cellspacing='0'"
            " dir='ltr' border='1'><colgroup><col width='100'/><col width='100'/></colgroup><tbody><tr><td>Mark Ruffalo</td><td>I"
            " Know This Much Is True</td></tr><tr><td>Regina King</td><td>Watchmen</td></tr></tbody></table>"
        ),
        rows(("Mark Ruffalo", "I Know This Much Is True"), ("Regina King", "Watchmen")),
        [],
    ),
    "Google Sheets: a row of names in bold, a blank column, a line break": (
        (
            "<google-sheets-html-origin><style type='text/css'>td {border: 1px solid #ccc}</style><table xmlns="
            "'http://www.w3.org/1999/xhtml' cellspacing='0' dir='ltr' border='1' data-sheets-root='1'><colgroup><col"
            " width='100'/><col width='20'/><col width='100'/></colgroup><tbody><tr style='height:21px;'><td style='font-weight:"
            "bold;'>Winner</td><td></td><td style='font-weight:bold;'>For</td></tr><tr><td>Mark Ruffalo</td><td></td><td>I"
            " Know<br/>This Much</td></tr><tr><td></td><td></td><td></td></tr></tbody></table>"
        ),
        rows(("Winner", "For"), ("Mark Ruffalo", "I Know This Much"), head=True),
        [],
    ),
    "Excel: bold by class, a merged title, a hidden row": (
        (
            '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><style><!-- .xl65 {font-weight:700;} --></style></head>'
            "<body><table border=0 cellpadding=0 width=192 style='border-collapse:collapse;width:144pt'><!--StartFragment--><col"
            " width=64 style='width:48pt'><tr height=20><td height=20 class=xl65 width=64>Year</td><td class=xl65>Wins</td></tr><tr"
            " height=20><td height=20 align=right>2019</td><td colspan=2 style='mso-ignore:colspan'>two</td></tr><![if"
            " supportMisalignedColumns]><tr height=0 style='display:none'><td width=64></td></tr><![endif]><!--EndFragment-->"
            "</table></body></html>"
        ),
        rows(("Year", "Wins"), ("2019", "two"), head=True),
        [],
    ),
    "Word: cells of paragraphs, a head that is repeated, cells merged downwards": (
        word(
            "<p class=MsoNormal>Before</p><table class=MsoTableGrid border=1 style='border-collapse:collapse'><thead><tr style="
            "'mso-yfti-firstrow:yes'><td width=312 valign=top><p class=MsoNormal><b>Who<o:p></o:p></b></p></td><td><p"
            " class=MsoNormal><b>For<o:p></o:p></b></p></td></tr></thead><tr><td rowspan=2><p class=MsoNormal>King<o:p></o:p>"
            "</p></td><td><p class=MsoNormal><i>Watchmen</i><o:p></o:p></p><p class=MsoNormal>HBO<o:p></o:p></p></td></tr><tr>"
            "<td><p class=MsoNormal>Seven<o:p></o:p></p></td></tr></table><p class=MsoNormal>After</p>"
        ),
        "<p>Before</p>"
        + rows(("Who", "For"), ("King", "<em>Watchmen</em> HBO"), ("", "Seven"), head=True)
        + "<p>After</p>",
        [],
    ),
    "Word for the web: head cells by role": (
        (
            '<div class="TableContainer"><table border="1" class="Table TableGrid"><tbody><tr class="TableRow" role="row"><td'
            ' role="columnheader"><p class="Paragraph"><span class="TextRun">Who</span><span class="EOP">&nbsp;</span></p></td><td'
            ' role="columnheader"><p class="Paragraph"><span class="TextRun">For</span><span class="EOP">&nbsp;</span></p></td></tr>'
            '<tr role="row"><td><p class="Paragraph">King</p></td><td><p class="Paragraph">Watchmen</p></td></tr></tbody></table></div>'
        ),
        rows(("Who", "For"), ("King", "Watchmen"), head=True),
        [],
    ),
    "Google Docs: a table between paragraphs": (
        (
            '<b style="font-weight:normal;" id="docs-internal-guid-3"><p><span>Before</span></p><div dir="ltr" align="left"><table'
            ' style="border:none"><colgroup><col width="312"/></colgroup><tbody><tr style="height:0pt"><td style="vertical-align:top">'
            '<p dir="ltr"><span style="font-weight:400">King</span></p></td><td><p dir="ltr"><span style="font-weight:400;font-style:'
            'italic">Watchmen</span></p></td></tr><tr><td><p><span>Zendaya</span></p></td><td><br/></td></tr></tbody></table></div></b>'
        ),
        "<p>Before</p>" + rows(("King", "<em>Watchmen</em>"), ("Zendaya", "")),
        [],
    ),
    "a web page: a caption, a picture, a list in a cell": (
        (
            '<table class="wikitable"><caption>The <i>2020</i> winners</caption><tr><th>Who</th><th>For</th></tr><tr><th scope="row">'
            '<a href="https://a.example/king">King</a></th><td><ul><li>Watchmen</li><li>Seven</li></ul><img src="https://a.example/'
            'x.jpg" width="90"></td></tr></table>'
        ),
        rows(
            ("Who", "For"),
            ('<a href="https://a.example/king">King</a>', "Watchmen Seven"),
            caption="The 2020 winners",
            head=True,
        ),
        ["a picture"],
    ),
    "a table made of other elements": (
        (
            '<div role="table"><div role="row"><span role="columnheader">Who</span><span role="columnheader">For</span></div><div'
            ' role="row"><span role="cell">King</span><span role="cell">Watchmen</span></div></div>'
        ),
        rows(("Who", "For"), ("King", "Watchmen"), head=True),
        [],
    ),
    "a mail that is set out in tables": (
        (
            '<table role="presentation"><tr><td><h1>The night</h1></td><td>Sunday</td></tr></table><table><tr><td><table><tr><td>'
            "Who</td><td>For</td></tr></table></td><td>Beside</td></tr></table><table><tr><td><h2>More</h2>Words</td><td>Foot</td>"
            "</tr></table><table><tr><td>One column</td></tr><tr><td>of words</td></tr></table>"
        ),
        "<h2>The night</h2><p>Sunday</p>"
        + rows(("Who", "For"))
        + "<p>Beside</p><h2>More</h2><p>Words</p><p>Foot</p><p>One column</p><p>of words</p>",
        [],
    ),
    # Comments
    "Word: a comment and its anchor": (
        word(
            "<p class=MsoNormal>It <a style='mso-comment-reference:JD_1;mso-comment-date:20201130T0900'>denied"
            "</a><span class=MsoCommentReference><span style='font-size:8.0pt'><a class=msocomanchor"
            " href='#_msocom_1'>[JD1]</a><span style='mso-special-character:comment'>&nbsp;</span></span></span> it.</p>"
        ).replace(
            "</body>",
            "<div style='mso-element:comment-list'><hr class=msocomoff><div style='mso-element:comment'>"
            "<div id=_com_1 class=msocomtxt><p class=MsoCommentText>Keep out.</p></div></div></div></body>",
        ),
        "<p>It denied it.</p>",
        ["comments"],
    ),
    "Word: a comment within the fragment": (
        word("<p class=MsoNormal>It.</p><p class='MsoCommentText x'>Keep out.</p>"),
        "<p>It.</p>",
        ["comments"],
    ),
    "Google Docs saved as HTML: comments": (
        (
            '<p><span>It denied it.</span><sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup></p><div style="border:1px solid'
            ' black"><p><a href="#cmnt_ref1" id="cmnt1">[a]</a><span>Keep out.</span></p><p>Yes.</p></div>'
        ),
        "<p>It denied it.</p>",
        ["comments"],
    ),
    "Word for the web: words that have a comment": (
        (
            '<p class="Paragraph"><span class="NormalTextRun CommentStart CommentHighlightRest">denied</span><span class="EOP">'
            "&nbsp;</span></p>"
        ),
        "<p>denied</p>",
        [],
    ),
    "any editor: a comment by its role": (
        '<p>It<span role="comment">Keep out.</span>.</p>',
        "<p>It.</p>",
        ["comments"],
    ),
    # Deleted and struck text
    "Word: tracked changes": (
        word(
            "<p class=MsoNormal>It was <span class=msoDel><del cite='mailto:Legal'>very </del></span>"
            "<span class=msoIns><ins>rather </ins></span>late.</p>"
        ),
        "<p>It was rather late.</p>",
        ["deleted text"],
    ),
    "Word for the web: tracked changes": (
        (
            '<p class="Paragraph"><span class="TextRun TrackChangeTextDeletion TrackedChange">Gone. </span><span'
            ' class="TextRun TrackChangeTextInsertion TrackedChange">Here.</span></p>'
        ),
        "<p>Here.</p>",
        ["deleted text"],
    ),
    "Google Docs: struck by style": (
        (
            '<b id="docs-internal-guid-1" style="font-weight:normal"><p><span style="text-decoration:line-through;'
            '-webkit-text-decoration-skip:none">Gone</span><span style="font-weight:400">Here</span></p></b>'
        ),
        "<p>Here</p>",
        ["struck-out text"],
    ),
    "Apple Notes: struck by a style sheet": (
        (
            '<style type="text/css">p.p1 {font: 13px Helvetica} span.s1 {text-decoration: line-through underline}</style>'
            '<p class="p1"><span class="s1">Gone</span> Here</p>'
        ),
        "<p>Here</p>",
        ["struck-out text"],
    ),
    "LibreOffice, Slack: struck by an element": (
        '<p><strike>Gone</strike>Here, <s data-stringify-type="strike">gone</s>too</p>',
        "<p>Here, too</p>",
        ["struck-out text"],
    ),
    "Word: struck by two lines": (
        word("<p class=MsoNormal>Here<span style='text-line-through:double'> gone</span></p>"),
        "<p>Here</p>",
        ["struck-out text"],
    ),
    "underlined isn't struck": (
        "<p><u>Here</u> <span style='text-decoration:underline;text-line-through:none'>too</span></p>",
        "<p>Here too</p>",
        [],
    ),
    "hidden text": (
        word(
            "<p class=MsoNormal>Here<span style='display:none;mso-hide:all'> gone</span></p>"
        ).replace("<p", "<div style='display: none; max-height: 0'>Preview</div><p", 1),
        "<p>Here</p>",
        ["hidden text"],
    ),
    "Word, LibreOffice: what Office says in comments of HTML": (
        "<!--[if gte mso 9]><xml><p>no</p></xml><![endif]--><p>a</p><![if !vml]><p>b</p><![endif]><!-- a margin note -->",
        "<p>a</p><p>b</p>",
        [],
    ),
    # Bold and italics
    "mso- styles beside the real ones": (
        word(
            "<p class=MsoNormal><b style='mso-bidi-font-weight:normal'>Bold</b> <i style='mso-bidi-font-style:normal'>slant"
            "</i> <span style='mso-fareast-font-weight:normal;font-weight:bold'>bold</span></p>"
        ),
        "<p><strong>Bold</strong> <em>slant</em> <strong>bold</strong></p>",
        [],
    ),
    "a style denies what the element says": (
        "<p><b style='font-weight: normal'>a <i>b</i></b> <em style='font-style:normal !important'>c</em></p>",
        "<p>a <em>b</em> c</p>",
        [],
    ),
    "Word on Mac: weight taken back inside": (
        word("<p class=MsoNormal><b>Bold<span style='font-weight:normal'> not</span></b></p>"),
        "<p><strong>Bold</strong> not</p>",
        [],
    ),
    "a value that looks like a declaration": (
        "<p><b style=\"font-family:'x;font-weight:normal';content:url(a;b)\">Bold</b></p>",
        "<p><strong>Bold</strong></p>",
        [],
    ),
    "TextEdit, Apple Mail: weight in a style sheet": (
        (
            "<style>p.p1 {margin: 0px; font: 12px Helvetica} span.s1 {font: bold 12px Helvetica} span.s2 {font-style: italic}"
            '</style><p class="p1">a <span class="s1">b</span> <span class="s2">c</span></p>'
        ),
        "<p>a <strong>b</strong> <em>c</em></p>",
        [],
    ),
    # Headings
    "Word for the web: headings": (
        (
            '<div class="OutlineElement"><p class="Paragraph" role="heading" aria-level="1" style="font-weight:normal"><span'
            ' data-ccp-parastyle="heading 1">One</span><span class="EOP">&nbsp;</span></p></div><div><p role="heading"'
            ' aria-level="3">Three</p><p>Words</p></div>'
        ),
        "<h2>One</h2><h3>Three</h3><p>Words</p>",
        [],
    ),
    "a heading bold from end to end, in two lines": (
        "<h1><b>The</b><br><b>night</b></h1><h5>Five</h5>",
        "<h2>The night</h2><h3>Five</h3>",
        [],
    ),
    # Lists
    "Word: nested lists": (
        word(
            item(1, "·", "One")
            + item(2, "o", "Two")
            + item(3, "§", "Three")
            + item(1, "·", "Four")
            + item(1, "1.", "Five", "l1")
            + item(2, "a)", "Six", "l1")
        ),
        (
            "<ul><li><p>One</p><ul><li><p>Two</p><ul><li><p>Three</p></li></ul></li></ul></li><li><p>Four</p></li></ul>"
            "<ol><li><p>Five</p><ol><li><p>Six</p></li></ol></li></ol>"
        ),
        [],
    ),
    "Word: a list begun at its second level": (
        word(item(2, "o", "Two") + item(2, "o", "Two") + item(1, "·", "One")),
        "<ul><li><p>Two</p></li><li><p>Two</p></li><li><p>One</p></li></ul>",
        [],
    ),
    "Word: signs without a marker": (
        word(
            "<p class=MsoListParagraph>\r\n  · One</p><p class=MsoListParagraph>· Two</p><p class=MsoListParagraph>Set in</p>"
        ),
        "<ul><li><p>One</p></li><li><p>Two</p></li></ul><p>Set in</p>",
        [],
    ),
    "Word for the web: nested lists": (
        online(1, "One")
        + online(2, "Two")
        + online(2, "Three")
        + online(1, "Four")
        + online(1, "Five", "ol", "2"),
        (
            "<ul><li><p>One</p><ul><li><p>Two</p></li><li><p>Three</p></li></ul></li><li><p>Four</p></li></ul>"
            "<ol><li><p>Five</p></li></ol>"
        ),
        [],
    ),
    "lists by role": (
        '<div role="list"><div role="listitem" aria-level="1">One</div><div role="listitem" aria-level="2">Two</div></div>',
        "<ul><li><p>One</p><ul><li><p>Two</p></li></ul></li></ul>",
        [],
    ),
    "Google Docs: a list in a list": (
        (
            '<ul><li aria-level="1"><p role="presentation">One</p></li><ul><li aria-level="2"><p>Two</p></li></ul><li'
            ' aria-level="1"><p>Three</p></li></ul>'
        ),
        "<ul><li><p>One</p><ul><li><p>Two</p></li></ul></li><li><p>Three</p></li></ul>",
        [],
    ),
    "Slack: nested lists": (
        (
            '<ul data-stringify-type="unordered-list" data-indent="0"><li data-stringify-indent="0">One</li></ul><ul'
            ' data-indent="1"><li>Two</li></ul><ul data-indent="0"><li>Three</li></ul>'
        ),
        "<ul><li><p>One</p><ul><li><p>Two</p></li></ul></li><li><p>Three</p></li></ul>",
        [],
    ),
    "Outlook for the web: lists in items, and one too deep": (
        "<ol><li><div>One</div><ul><li>Two<ul><li>Three<ul><li>Four</li></ul></li></ul></li></ul></li><li><br></li></ol>",
        "<ol><li><p>One</p><ul><li><p>Two</p><ul><li><p>Three</p></li><li><p>Four</p></li></ul></li></ul></li></ol>",
        [],
    ),
    "Outlook: bullets typed before paragraphs": (
        "<p>Wins:</p><p>•&nbsp;&nbsp; <b>One</b></p><p>• Two</p><p>End</p>",
        "<p>Wins:</p><ul><li><p><strong>One</strong></p></li><li><p>Two</p></li></ul><p>End</p>",
        [],
    ),
    "Word: a comment that is told by its style alone": (
        word("<p class=MsoNormal>It.</p><div style='mso-element:comment'><p>Keep out.</p></div>"),
        "<p>It.</p>",
        ["comments"],
    ),
    "LibreOffice: a comment in an element of its own": (
        "<p>It<office:annotation>Keep out.</office:annotation>.</p>",
        "<p>It.</p>",
        ["comments"],
    ),
    "Word: a deletion that is told by its class alone": (
        word("<p class=MsoNormal>Here<span class=msoDel> gone</span></p>"),
        "<p>Here</p>",
        ["deleted text"],
    ),
    "hidden by an attribute, by visibility": (
        "<p>Here<span hidden> gone</span><span style='visibility: hidden'> too</span></p>",
        "<p>Here</p>",
        ["hidden text"],
    ),
    "controls of a page": (
        "<p>Here</p><select><option>a</option></select><button>Share</button><svg><title>b</title></svg>",
        "<p>Here</p>",
        [],
    ),
    "Word for the web: a word and the sign at its paragraph's end": (
        '<span class="TextRun">quick</span><span class="EOP">&nbsp;</span>',
        "<p>quick</p>",
        [],
    ),
    "Windows: what wasn't selected around the clip": (
        "<html><body><p>No</p><!--StartFragment--><p>Yes</p><!--EndFragment--><p>no</p></body></html>",
        "<p>Yes</p>",
        [],
    ),
    "Google Docs: the wrapper without its style": (
        '<b id="docs-internal-guid-1"><p>a <b>b</b></p><p>c</p></b>',
        "<p>a <strong>b</strong></p><p>c</p>",
        [],
    ),
    "line ends around a clip that has no block": (
        "<html><body>\n<span>quick</span>\n</body></html>",
        "<p>quick</p>",
        [],
    ),
    "items of which only some say their level": (
        '<ul><li aria-level="1">One</li><li>Two</li></ul>',
        "<ul><li><p>One</p></li><li><p>Two</p></li></ul>",
        [],
    ),
    "Word: a list that goes on after a paragraph": (
        word(item(1, "·", "One") + "<p class=MsoNormal>Between</p>" + item(1, "·", "Two")),
        "<ul><li><p>One</p></li></ul><p>Between</p><ul><li><p>Two</p></li></ul>",
        [],
    ),
    "bullets typed in an item": (
        "<ul><li>One<br>- a<br>- b</li><li>Two</li></ul>",
        "<ul><li><p>One</p><ul><li><p>a</p></li><li><p>b</p></li></ul></li><li><p>Two</p></li></ul>",
        [],
    ),
    # Line breaks
    "Gmail: breaks in a div": (
        '<div dir="ltr">Best actor: Mark Ruffalo<br>Best actress: Regina King<br><br>More on Sunday.</div>',
        "<p>Best actor: Mark Ruffalo</p><p>Best actress: Regina King</p><p>More on Sunday.</p>",
        [],
    ),
    "breaks in no element, in inline elements, in cells": (
        "<span>One<br>two</span><b>three<br></b>four<table><tr><td>five<br>six</td></tr></table>",
        "<p>One</p><p>two<strong>three</strong></p><p>four</p><p>five</p><p>six</p>",
        [],
    ),
    "Gmail: a div for each line": (
        "<div>One</div><div><br></div><div><div>Two</div>three</div>",
        "<p>One</p><p>Two</p><p>three</p>",
        [],
    ),
    "mail in plain text, shown as HTML": (
        (
            "<div>The academy said on Sunday that the<br>ceremony would be held without an<br>audience this year.<br><br>"
            "Mark <b>Ruffalo</b> won.</div>"
        ),
        (
            "<p>The academy said on Sunday that the ceremony would be held without an audience this year.</p>"
            "<p>Mark <strong>Ruffalo</strong> won.</p>"
        ),
        [],
    ),
    "a chat that keeps its line ends": (
        '<div style="white-space: pre-wrap">One thing\nAnother\n\n- a\n- b</div><pre>x  y</pre>',
        "<p>One thing</p><p>Another</p><ul><li><p>a</p></li><li><p>b</p></li></ul><p>x y</p>",
        [],
    ),
    "WhatsApp: lines that are blocks by style, and blocks that are none": (
        (
            '<span style="display:block">One</span><span style="display: block">two</span><p>a<br>\n <span'
            ' style="display:inline">b</span> c<div style="display: inline">d</div></p>'
        ),
        "<p>One</p><p>two</p><p>a</p><p>b c</p><p>d</p>",
        [],
    ),
    "words before a block": (
        "Hello <b>all</b> <p>Next</p> and <i>on</i> ",
        "<p>Hello <strong>all</strong></p><p>Next</p><p>and <em>on</em></p>",
        [],
    ),
    "Outlook: mail in plain text, a paragraph for each line": (
        (
            "<p class=MsoPlainText>The academy said on Sunday that the<o:p></o:p></p><p class=MsoPlainText>ceremony would be"
            " held.<o:p></o:p></p><p class=MsoPlainText><o:p>&nbsp;</o:p></p><p class=MsoPlainText>Ruffalo won.</p>"
        ),
        "<p>The academy said on Sunday that the ceremony would be held.</p><p>Ruffalo won.</p>",
        [],
    ),
    "Slack: text with breaks": (
        (
            '<span class="c-message_kit__text"><div class="p-rich_text_section">Hello <b data-stringify-type="bold">all</b><br>'
            '<span class="c-mrkdwn__br" data-stringify-type="paragraph-break"></span>Next</div></span>'
        ),
        "<p>Hello <strong>all</strong></p><p>Next</p>",
        [],
    ),
    "Word for the web: a line break": (
        (
            '<p class="Paragraph"><span class="TextRun" style="font-weight:bold">Bold</span><span class="LineBreakBlob"><span>'
            '&nbsp;</span><br></span><span class="TextRun">after</span><span class="EOP">&nbsp;</span></p>'
        ),
        "<p><strong>Bold</strong></p><p>after</p>",
        [],
    ),
    "a break in a paragraph, and markup set in lines": (
        "<div>\n  <p>\n    One\n    line<br/>\n    two\n  </p>\n</div>\n",
        "<p>One line</p><p>two</p>",
        [],
    ),
    "Teams: bullets between breaks": (
        "<p>Wins:<br>• One<br>• <i>Two</i></p>",
        "<p>Wins:</p><ul><li><p>One</p></li><li><p><em>Two</em></p></li></ul>",
        [],
    ),
    # Spaces
    "Chrome: a word with its space": (
        "<meta charset='utf-8'><span>quick<span>&nbsp;</span></span>",
        "<p>quick </p>",
        [],
    ),
    "Word: a word with its space": (word("<span lang=EN-US>quick </span>"), "<p>quick </p>", []),
    "a space before": ("<span> quick</span>", "<p> quick</p>", []),
    "Windows: line ends around the clip": (
        "<html><body>\r\n<!--StartFragment--><b>quick</b><!--EndFragment-->\r\n</body></html>",
        "<p><strong>quick</strong></p>",
        [],
    ),
    "Outlook: no-break spaces everywhere": (
        "<p class=MsoNormal>The&nbsp;academy&nbsp;said&nbsp;so.&nbsp; It&nbsp;paid&nbsp;$3&nbsp;million.<o:p>&nbsp;</o:p></p>",
        "<p>The academy said so. It paid $3&nbsp;million.</p>",
        [],
    ),
    "spaces between words of two styles": (
        "<p>a<b>&nbsp;b&nbsp;</b> c <a href='https://a.example/'> link </a>.</p>",
        '<p>a<strong> b </strong>c <a href="https://a.example/">link</a> .</p>',
        [],
    ),
    "characters that nobody sees": (
        "<p>Tele&shy;vision Succes&#8203;sion &zwj;Ruf&#8288;falo 👩🏽‍🚀 ❤️</p>",
        "<p>Television Succession Ruffalo 👩🏽‍🚀 ❤️</p>",
        [],
    ),
    # Pictures, boxes, links
    "pictures, emoji and trackers": (
        (
            '<p>Won <img alt="🏆" class="emoji" src="t.png"> <img data-emoji="🎉" alt="🎉"><img src="a.jpg" alt="A"></p><img'
            ' width="1" height="1" src="p.gif">'
        ),
        "<p>Won 🏆 🎉</p>",
        ["a picture"],
    ),
    "a caption, a video and a script": (
        (
            '<figure><img src="a.jpg"><figcaption>Words.</figcaption></figure><iframe src="//www.youtube.com/embed/abc?x"></iframe>'
            "<script>alert('<p>')</script><video src=v.mp4></video><form><p onclick='x()'>More</p></form>"
        ),
        '<p>Words.</p><div data-embed="https://www.youtube.com/watch?v=abc"></div><p>More</p>',
        ["a video or sound", "a picture"],
    ),
    "links": (
        (
            '<p><a href="https://www.google.com/url?q=https://a.example/x&amp;sa=D">a</a> <a href="javascript:x()">b</a> <a'
            ' href="tel:1">c</a> <a href="/people/x/">d</a></p>'
        ),
        '<p><a href="https://a.example/x">a</a> b c <a href="/people/x/">d</a></p>',
        [],
    ),
    "attributes that a browser reads all the same": (
        "<p title=it's\nSTYLE='color:red'/onclick=x()>a <b\tstyle=font-weight:normal>b</b></p>",
        "<p>a b</p>",
        [],
    ),
    "all of it is left out": ("<p><del>Gone</del></p>", "", ["deleted text"]),
    "nothing": ("<meta charset='utf-8'>", "", []),
}

# Plain text, and the markup that it becomes.
TEXTS = {
    "bullets": (
        "• One\n• Two\n• Three",
        "<ul><li><p>One</p></li><li><p>Two</p></li><li><p>Three</p></li></ul>",
    ),
    "stars, dashes": (
        "* One\n* Two\n\n– Three\n– Four",
        "<ul><li><p>One</p></li><li><p>Two</p></li><li><p>Three</p></li><li><p>Four</p></li></ul>",
    ),
    "numbers": (
        "1. One\n2. Two\n3) no",
        "<ol><li><p>One</p></li><li><p>Two</p></li></ol><p>3) no</p>",
    ),
    "bullets with blank lines, text around": (
        "Wins:\n\n• One\n\n• Two\n\nEnd.",
        "<p>Wins:</p><ul><li><p>One</p></li><li><p>Two</p></li></ul><p>End.</p>",
    ),
    "nested by spaces": (
        "- One\n  - Two\n    - Three\n- Four",
        "<ul><li><p>One</p><ul><li><p>Two</p><ul><li><p>Three</p></li></ul></li></ul></li><li><p>Four</p></li></ul>",
    ),
    "Word: nested by sign": (
        "•\tOne\r\no\tTwo\r\n\uf0a7\tThree\r\n•\tFour\r\n",
        "<ul><li><p>One</p><ul><li><p>Two</p><ul><li><p>Three</p></li></ul></li></ul></li><li><p>Four</p></li></ul>",
    ),
    "an item of two lines": (
        "- The academy said on Sunday\n  that Mark Ruffalo won\n- Two",
        "<ul><li><p>The academy said on Sunday that Mark Ruffalo won</p></li><li><p>Two</p></li></ul>",
    ),
    "one dash, a sum, a year": (
        "Great show.\n- Sam\n\n-5 degrees\n\n2020. A year.",
        "<p>Great show.</p><p>- Sam</p><p>-5 degrees</p><p>2020. A year.</p>",
    ),
    "hard-wrapped": (
        "The academy said on Sunday that the\nceremony would be held without an\naudience this year.\n\nMark Ruffalo won.",
        "<p>The academy said on Sunday that the ceremony would be held without an audience this year.</p><p>Mark Ruffalo won.</p>",
    ),
    "hard-wrapped before names": (
        (
            "On Sunday night the award for best actor went to\nMark Ruffalo, who played twins, and that for best actress to\n"
            "Regina King. The two were not there."
        ),
        (
            "<p>On Sunday night the award for best actor went to Mark Ruffalo, who played twins, and that for best actress to"
            " Regina King. The two were not there.</p>"
        ),
    ),
    "a PDF without blank lines": (
        (
            "The night\nThe academy said on Sunday that the ceremony would be held with-\nout an audience this year, and that all"
            " would show up.\nAll agreed.\nMark Ruffalo won for the second time in a role that he played twice, he\nsaid."
        ),
        (
            "<p>The night</p><p>The academy said on Sunday that the ceremony would be held with-out an audience this year, and"
            " that all would show up.</p><p>All agreed.</p><p>Mark Ruffalo won for the second time in a role that he"
            " played twice, he said.</p>"
        ),
    ),
    "one thing on each line": (
        "Best actor: Mark Ruffalo\nBest actress: Regina King\nmilk\neggs\nbread and butter",
        "<p>Best actor: Mark Ruffalo</p><p>Best actress: Regina King</p><p>milk</p><p>eggs</p><p>bread and butter</p>",
    ),
    "names": (
        "Mark Ruffalo\nRegina King\nZendaya",
        "<p>Mark Ruffalo</p><p>Regina King</p><p>Zendaya</p>",
    ),
    "numbers that don't begin a list, what two say": (
        "10. Ten\n11. Eleven\n\n— Who won?\n— Ruffalo.",
        "<p>10. Ten</p><p>11. Eleven</p><p>— Who won?</p><p>— Ruffalo.</p>",
    ),
    "two sentences": (
        "The 72nd Primetime Emmy Awards were held on Sunday, September 20, 2020.\nJimmy Kimmel hosted.",
        "<p>The 72nd Primetime Emmy Awards were held on Sunday, September 20, 2020.</p><p>Jimmy Kimmel hosted.</p>",
    ),
    "signs of Markdown": ("**a** and *b* _c_", "<p>**a** and *b* _c_</p>"),
    "a number alone on the clipboard": ("3) no", "<p>3) no</p>"),
    "paragraphs that begin set in": (
        (
            "  The academy said on Sunday that the ceremony\nwould be held without an audience this year\n  All would"
            " show up by video, the academy\nalso said."
        ),
        (
            "<p>The academy said on Sunday that the ceremony would be held without an audience this year</p><p>All would show"
            " up by video, the academy also said.</p>"
        ),
    ),
    "a number alone": ("1. Only one\n\nThen.", "<p>1. Only one</p><p>Then.</p>"),
    "a short line before a long one": (
        "eggs\nmilk and some bread from the shop nearby",
        "<p>eggs</p><p>milk and some bread from the shop nearby</p>",
    ),
    "an item that goes on set in": (
        "- The show\n  Succession\n- Two",
        "<ul><li><p>The show Succession</p></li><li><p>Two</p></li></ul>",
    ),
    "rows of a table": (
        "Mark Ruffalo\tI Know This Much\nRegina King\tWatchmen",
        "<p>Mark Ruffalo I Know This Much</p><p>Regina King Watchmen</p>",
    ),
    "a terminal": (
        "\x1b[1mThe academy said on Sunday that the\x1b[0m   \nceremony would be held without an   \naudience.\n",
        "<p>The academy said on Sunday that the ceremony would be held without an audience.</p>",
    ),
    "soft hyphens at line ends, pages": (
        "The Tele\u00ad\nvision\fNext",
        "<p>The Television</p><p>Next</p>",
    ),
    "line ends of other systems": (
        "One.\rTwo.\u2028Three.\u2029Four.\x0bFive.",
        "<p>One.</p><p>Two.</p><p>Three.</p><p>Four.</p><p>Five.</p>",
    ),
    "a word with its space": ("quick ", "<p>quick </p>"),
    "no-break and unseen characters": (
        "Mark\u00a0\u00a0Ruf\u00adfalo at 9\u00a0p.m.",
        "<p>Mark Ruffalo at 9&nbsp;p.m.</p>",
    ),
    "markup is text": ("<b>a</b> & b\nc", "<p>&lt;b&gt;a&lt;/b&gt; &amp; b</p><p>c</p>"),
}
