/** Floor 0: documents for people as PDF/A: text, tables and bars; knows nothing of what they are about. */
@NullMarked
package se.partnersec.gallra.paper;

import org.jspecify.annotations.NullMarked;
