#!/usr/bin/env python3
"""The page that `wrt inspect --html` writes, in a browser: what it shows, what it does when it is used, how it looks.

    inspect_page.py --wrt build/release/bin/wrt --browser /usr/bin/chromium [--bless] [--keep FOLDER]

The page is opened from its file and asked through the DevTools protocol. Its looks are compared as a grid of colours,
each the mean of a block of a screenshot, with those in looks.json: a moved part or a wrong colour shows, another
version of a font does not. --bless writes looks.json anew, --keep leaves the page and the screenshots in FOLDER.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import argparse
import base64
import json
import pathlib
import re
import subprocess
import sys
import tempfile

from devtools import Browser

FOLDER = pathlib.Path(__file__).resolve().parent
MODULE = FOLDER / "page.wat"
LOOKS = FOLDER / "looks.json"
HOSTILE = "</script><script>alert(1)</script>"
FUNCTIONS = ["gcd", "sum", HOSTILE, "unnamed", "swap"]
WINDOWS = [("light-1600", 1600, 1000, False), ("dark-1600", 1600, 1000, True), ("light-1000", 1000, 760, False)]
BLOCKS = (32, 20)
TOLERANCE = 6  # mean difference of a colour's channel (0 to 255) over all blocks that is still the same look
WORST = 60  # difference of one block's channel, likewise

# Texts of the rows that a list shows, and of those that are marked.
ROWS = "[...document.querySelectorAll('#{} .row')].sort((a, b) => a.dataset.row - b.dataset.row)"
TEXTS = ROWS + ".map(row => row.textContent)"
HOT = ROWS + ".filter(row => row.classList.contains('hot')).map(row => row.textContent)"


class Page:
    """Checks of one page. A check that fails is told and counted."""

    def __init__(self, browser):
        self.browser = browser
        self.failures = 0

    def expect(self, what, got, wanted):
        if got != wanted:
            self.failures += 1
            print(f"FAIL {what}: got {got!r}, expected {wanted!r}")

    def expect_true(self, what, got):
        self.expect(what, bool(got), True)

    def ask(self, expression):
        return self.browser.evaluate(expression)

    def middle(self, expression):
        """The middle of an element in the window; a corner, where nothing is, if there is no such element."""
        if not self.ask(f"Boolean({expression})"):
            self.expect_true(f"there is {expression}", False)
            return 1, 1
        box = self.ask(f"(() => {{ const r = ({expression}).getBoundingClientRect(); return [r.x, r.y, r.width, r.height] }})()")
        return box[0] + min(box[2], 300) / 2, box[1] + box[3] / 2

    def row(self, pane, text):
        """An expression for the row of a pane that holds a text."""
        return f"[...document.querySelectorAll('#{pane} .row')].find(row => row.textContent.includes({json.dumps(text)}))"

    def hover(self, pane, text):
        self.browser.move(*self.middle(self.row(pane, text)))

    def choose(self, name):
        self.browser.click(*self.middle(self.row("functions", name)))


def first(texts):
    return texts[0] if texts else ""


def sections(wrt):
    """The names of the module's sections, as `wrt inspect` lists them."""
    output = subprocess.run([wrt, "inspect", MODULE], capture_output=True, text=True, check=True).stdout
    return re.findall(r"^  0x\w+ +[\d.]+ \w+ +(\w+)", output, re.M)


def check_treemap(page, wrt):
    """A cell for each section but that of the code, in its place one for each function and one for what is left."""
    others = [name for name in sections(wrt) if name != "code"]
    names = page.ask("[...document.querySelectorAll('#treemap .cell')].map(cell => cell.item.name)")
    page.expect("cells", len(names), len(others) + len(FUNCTIONS) + 1)
    page.expect("cells of functions", sorted(set(names) & set(FUNCTIONS)), sorted(FUNCTIONS))
    covered = page.ask(
        "(() => { const map = document.querySelector('#treemap');"
        " const area = [...map.children].reduce((sum, cell) => sum + cell.offsetWidth * cell.offsetHeight, 0);"
        " return area / (map.clientWidth * map.clientHeight) })()"
    )
    page.expect_true(f"cells cover the treemap ({covered})", 0.98 < covered < 1.02)
    page.browser.move(*page.middle("document.querySelector('.cell[data-index=\"2\"]')"))
    page.expect_true("a cell's hint names it", page.ask("document.querySelector('#hint').textContent").startswith("sum: "))
    page.browser.click(*page.middle("document.querySelector('.cell[data-index=\"1\"]')"))
    page.expect_true("a cell's click shows the function", page.ask("document.querySelector('#head').textContent").startswith("(func $gcd"))
    before = len(names)
    page.ask("document.querySelector('#views [data-view=native]').click()")
    names = page.ask("[...document.querySelectorAll('#treemap .cell')].map(cell => cell.item.name)")
    page.expect_true(f"the artefact's sections ({names})", {".eh_frame", ".wrt.skeleton"} <= set(names) and set(FUNCTIONS) <= set(names))
    page.ask("document.querySelector('#views [data-view=wasm]').click()")
    page.expect("cells again", page.ask("document.querySelectorAll('#treemap .cell').length"), before)


def check_list(page):
    page.expect("functions", len(page.ask(TEXTS.format("functions"))), len(FUNCTIONS))
    page.expect("count", page.ask("document.querySelector('#count').value"), "5 of 5")
    page.browser.click(*page.middle("document.querySelector('#search')"))
    page.browser.type("SUM")
    page.expect_true("the search finds a name", first(page.ask(TEXTS.format("functions")))[1:].startswith("sum"))
    page.expect("count of the search", page.ask("document.querySelector('#count').value"), "1 of 5")
    page.expect("cells that stay", page.ask("[...document.querySelectorAll('.cell:not(.faded)')].map(cell => cell.item.name)"), ["sum"])
    page.ask("document.querySelector('#search').select()")
    page.browser.type("4")
    page.expect_true("the search finds an index", first(page.ask(TEXTS.format("functions"))).startswith("4unnamed"))
    page.ask("document.querySelector('#search').select()")
    page.browser.type("nothing is called that")
    page.expect("the search finds nothing", page.ask(TEXTS.format("functions")), [])
    page.ask("(() => { const s = document.querySelector('#search'); s.value = ''; s.dispatchEvent(new Event('input')) })()")
    names = "[...document.querySelectorAll('#functions .row')].sort((a, b) => a.dataset.row - b.dataset.row).map(row => row.children[1].textContent)"
    page.ask("document.querySelector('#columns [data-column=index]').click()")
    page.expect("by index", page.ask(names), FUNCTIONS)
    page.ask("document.querySelector('#columns [data-column=index]').click()")
    page.expect("by falling index", page.ask(names), FUNCTIONS[::-1])
    page.ask("document.querySelector('#columns [data-column=code]').click()")
    code = page.ask("[...document.querySelectorAll('#functions .row')].sort((a, b) => a.dataset.row - b.dataset.row).map(row => Number(row.children[3].textContent))")
    page.expect("by falling size", code, sorted(code, reverse=True))


def check_code(page):
    boxes = "['#functions', '#wasm', '#native', '#treemap'].map(id => JSON.stringify(document.querySelector(id).getBoundingClientRect()))"
    before = page.ask(boxes)
    page.choose(HOSTILE)
    page.expect("nothing moves", page.ask(boxes), before)
    wasm, native = page.ask(TEXTS.format("wasm")), page.ask(TEXTS.format("native"))
    page.expect_true(f"WebAssembly ({wasm})", any("call $gcd" in text for text in wasm) and wasm[-1].endswith("end"))
    page.expect_true(f"machine code ({native})", any("callq $gcd" in text for text in native))
    page.expect_true("a trap has its name", any("trap: integer divide by zero" in text for text in native))

    page.hover("wasm", "i32.div_s")
    hot = page.ask(HOT.format("native"))
    page.expect_true(f"hovering marks machine code ({hot})", any("idiv" in text for text in hot) and not any("pushq" in text for text in hot))
    page.expect_true("and itself", first(page.ask(HOT.format("wasm"))).endswith("i32.div_s"))
    page.expect_true("the status counts it", f": {len(hot)} machine instructions" in page.ask("document.querySelector('#status').textContent"))
    page.hover("native", "callq $gcd")
    hot = page.ask(HOT.format("wasm"))
    page.expect_true(f"hovering marks WebAssembly ({hot})", len(hot) == 1 and hot[0].endswith("call $gcd"))
    page.hover("native", "pushq %rbp")
    page.expect("the frame belongs to no instruction", page.ask(HOT.format("wasm")), [])
    page.browser.click(*page.middle("document.querySelector('#wasm a[href=\"#1\"]')"))
    page.expect_true("a call leads to its function", page.ask("document.querySelector('#head').textContent").startswith("(func $gcd"))
    page.expect("an import has no place to lead to", page.ask("document.querySelectorAll('#wasm a[href=\"#0\"]').length"), 0)
    page.browser.move(5, 5)
    page.expect("nothing stays marked", page.ask(HOT.format("wasm") + ".concat(" + HOT.format("native") + ")"), [])


def check_keyboard(page):
    page.choose("sum")
    page.ask("document.querySelector('#functions').focus()")
    page.browser.press("ArrowDown")
    page.expect_true("the next function", HOSTILE in page.ask("document.querySelector('#head').textContent"))
    page.ask("document.querySelector('#wasm').focus()")
    page.browser.press("ArrowDown")
    page.expect("the first instruction", len(page.ask(HOT.format("wasm"))), 1)
    page.ask("document.querySelector('#treemap .cell').focus()")
    page.browser.press("ArrowRight")
    page.expect_true("the next cell", page.ask("document.activeElement === document.querySelectorAll('#treemap .cell')[1]"))
    page.ask("document.activeElement.blur()")


def check_safety(page, path):
    """A name that is markup is shown as text, and the page asks for nothing but itself."""
    names = page.ask("[...document.querySelectorAll('#functions .row')].map(row => row.children[1].textContent)")
    page.expect_true("the hostile name is text", HOSTILE in names)
    page.expect("scripts in the page", page.ask("document.scripts.length"), 3)
    page.expect("console and dialogs", page.browser.complaints, [])
    page.expect("requests", sorted(set(page.browser.requests)), [path.as_uri()])


# --- Looks -----------------------------------------------------------------------------------------------------------

# Draws a picture so small that each of its points is the mean of a block; the browser itself decodes PNG.
AVERAGES = """(async () => {
  const picture = await createImageBitmap(await (await fetch("data:image/png;base64,%s")).blob(),
    { resizeWidth: %d, resizeHeight: %d, resizeQuality: "high" });
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [picture.width, picture.height];
  const context = canvas.getContext("2d");
  context.drawImage(picture, 0, 0);
  return [...context.getImageData(0, 0, picture.width, picture.height).data].filter((_, i) => i %% 4 !== 3);
})()"""


def look(browser, picture):
    """The mean colours of a screenshot's blocks, as red, green, blue of each, a row after the other."""
    return browser.evaluate(AVERAGES % (base64.b64encode(picture).decode(), *BLOCKS))


def check_looks(page, screenshots, bless):
    page.browser.open("about:blank")
    looks = {name: look(page.browser, picture) for name, picture in screenshots.items()}
    if bless:
        LOOKS.write_text(json.dumps(looks, separators=(",", ":")).replace('],"', '],\n"') + "\n")
        print(f"blessed {LOOKS}")
        return
    reference = json.loads(LOOKS.read_text())
    for name, colours in looks.items():
        page.expect_true(f"{name} is not blank", max(colours) - min(colours) > 40)
        differences = [abs(a - b) for a, b in zip(colours, reference[name], strict=True)]
        mean = sum(differences) / len(differences)
        if mean > TOLERANCE or max(differences) > WORST:
            page.expect(f"{name} looks as it did (mean difference {mean:.1f}, largest {max(differences)})", False, True)


def take_screenshots(browser):
    pictures = {}
    for name, width, height, dark in WINDOWS:
        browser.show(width, height, dark)
        browser.settle()
        pictures[name] = browser.screenshot()
    return pictures


def check_artefact(page, wrt, folder):
    """An artefact's page: without the module there are offsets, with it instructions."""
    artefact, output = folder / "page.so", folder / "artefact.html"
    subprocess.run([wrt, "compile", "--target", "aarch64-linux-gnu", MODULE, "-o", artefact], check=True)
    subprocess.run([wrt, "inspect", artefact, "--html", output], check=True)
    page.browser.open(output.as_uri() + "#1")
    page.expect("one view", page.ask("document.querySelectorAll('#views button').length"), 1)
    page.expect_true("AArch64", any("ret" in text for text in page.ask(TEXTS.format("native"))))
    page.expect_true("offsets alone", all(re.fullmatch("0x[0-9a-f]+", text) for text in page.ask(TEXTS.format("wasm"))))
    page.expect("console", page.browser.complaints, [])


def main():
    parser = argparse.ArgumentParser(description="Tests the page of wrt inspect --html in a browser.")
    parser.add_argument("--wrt", required=True)
    parser.add_argument("--browser", required=True)
    parser.add_argument("--bless", action="store_true")
    parser.add_argument("--keep", type=pathlib.Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary, Browser(options.browser, seconds=100) as browser:
        folder = options.keep or pathlib.Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        path = folder.resolve() / "page.html"
        subprocess.run([options.wrt, "inspect", "--cpu", "baseline", "--html", path, MODULE], check=True)
        page = Page(browser)
        browser.show(1600, 1000)
        browser.open(path.as_uri())
        check_treemap(page, options.wrt)
        check_list(page)
        check_code(page)
        check_keyboard(page)
        check_safety(page, path)
        screenshots = take_screenshots(browser)
        for name, picture in screenshots.items():
            (folder / f"{name}.png").write_bytes(picture)
        check_artefact(page, options.wrt, folder)
        check_looks(page, screenshots, options.bless)
    if page.failures:
        sys.exit(f"{page.failures} checks failed")
    print("all checks passed")


if __name__ == "__main__":
    main()
