@NullMarked
package se.partnersec.planted.support.file;

import org.jspecify.annotations.NullMarked;
