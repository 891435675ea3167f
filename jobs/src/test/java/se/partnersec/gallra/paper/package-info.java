@NullMarked
package se.partnersec.gallra.paper;

import org.jspecify.annotations.NullMarked;
