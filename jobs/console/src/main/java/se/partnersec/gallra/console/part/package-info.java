/** What pages are made of: commands, their results, and who may see them. */
@NullMarked
package se.partnersec.gallra.console.part;

import org.jspecify.annotations.NullMarked;
