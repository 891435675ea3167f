/** Forms by which people act, and the commands that carry out what they ask for. */
@NullMarked
package se.partnersec.gallra.console.act;

import org.jspecify.annotations.NullMarked;
