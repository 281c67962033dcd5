// The whole of our script. Every task works without it; it only makes some quicker.
import "../vendor/htmx.min.js";
import "./once.js";
import "./savebar.js";
import "./dropzone.js";
import "./grid.js";
import "./passkey.js";
import "./copy.js";
import "./cards.js";
