/** Floor 4: trying out. The embedded servers and the invented data that fills them. */
@NullMarked
package se.partnersec.gallra.demo;

import org.jspecify.annotations.NullMarked;
