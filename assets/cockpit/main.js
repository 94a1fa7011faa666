/* What the browser does without the server: controls, chips and marks change the selection; the selection is mirrored in the
   address, carried along by links, and printed on exported pictures. The board tells what stands on the page; Dash begins when
   that is there. */

import { carry, isWall, mirrorSelection } from "./address.js";
import { adopt, begin } from "./adoption.js";
import { aim } from "./aim.js";
import * as board from "./board.js";
import { hearButtons } from "./buttons.js";
import { wordCalendars } from "./calendar_words.js";
import { answerDash, followInDash } from "./callbacks.js";
import * as chosen from "./chosen.js";
import { hearMarks } from "./clicks.js";
import { followSelection } from "./controls.js";
import { factsOfPage } from "./dom.js";
import { openPanels } from "./exports/panel.js";
import { printPages } from "./exports/paper.js";
import { floatTips } from "./floating.js";
import { drawCells } from "./grids.js";
import { hearKeys } from "./keyboard.js";
import { openMenus } from "./menu.js";
import { openSearch } from "./search.js";
import { openTours } from "./tour/tour.js";
import { watchVersion } from "./version.js";

const facts = factsOfPage();
if (facts) chosen.begin(facts);
mirrorSelection();
carry();
followSelection();
answerDash();
hearMarks();
floatTips(); // a click shuts what floats before another opens
openMenus();
openPanels();
openSearch();
openTours(); // its keys come before all others
hearButtons();
hearKeys();
printPages();
wordCalendars();
drawCells();
if (facts) {
  board.take();
  board.begin(facts, chosen.query(), begin);
  chosen.onChoice(async (query) => {
    await board.show(facts, query);
    followInDash(query); // drawn anew at once, grids would hold up the charts above them
  });
  aim();
  watchVersion();
} else {
  begin(); // a page that there is not is Dash's to tell
}
adopt();
if (isWall()) import("./wall/main.js");
