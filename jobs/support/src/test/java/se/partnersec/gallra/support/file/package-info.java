@NullMarked
package se.partnersec.gallra.support.file;

import org.jspecify.annotations.NullMarked;
