/** Tables of pages as files. */
@NullMarked
package se.partnersec.gallra.console.download;

import org.jspecify.annotations.NullMarked;
