/* What the browser does without the server: controls, chips and marks change the selection; the selection is mirrored in the
   address, carried along by links, and printed on exported pictures. */

import { isWall, mirrorSelection } from "./address.js";
import { aimLinks } from "./aim.js";
import { hearButtons } from "./buttons.js";
import { wordCalendars } from "./calendar_words.js";
import { answerDash } from "./callbacks.js";
import { hearMarks } from "./clicks.js";
import { followSelection } from "./controls.js";
import { openPanels } from "./exports/panel.js";
import { printPages } from "./exports/paper.js";
import { floatTips } from "./floating.js";
import { drawCells } from "./grids.js";
import { hearKeys } from "./keyboard.js";
import { openMenus } from "./menu.js";
import { giveTurns } from "./redraw_queue.js";
import { watchVersion } from "./version.js";

mirrorSelection();
followSelection();
answerDash();
giveTurns();
aimLinks();
hearMarks();
floatTips(); // a click shuts what floats before another opens
openMenus();
openPanels();
hearButtons();
hearKeys();
printPages();
wordCalendars();
drawCells();
watchVersion();
if (isWall()) import("./wall/main.js");
