/** Language of pages. */
@NullMarked
package se.partnersec.gallra.console.language;

import org.jspecify.annotations.NullMarked;
