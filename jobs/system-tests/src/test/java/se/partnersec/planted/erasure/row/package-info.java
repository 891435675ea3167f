@NullMarked
package se.partnersec.planted.erasure.row;

import org.jspecify.annotations.NullMarked;
