@NullMarked
package se.partnersec.gallra.console.picture;

import org.jspecify.annotations.NullMarked;
