@NullMarked
package se.partnersec.gallra.app.wiring;

import org.jspecify.annotations.NullMarked;
