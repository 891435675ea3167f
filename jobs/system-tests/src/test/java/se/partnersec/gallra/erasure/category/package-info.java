@NullMarked
package se.partnersec.gallra.erasure.category;

import org.jspecify.annotations.NullMarked;
