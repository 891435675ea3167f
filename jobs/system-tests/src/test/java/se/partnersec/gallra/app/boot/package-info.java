@NullMarked
package se.partnersec.gallra.app.boot;

import org.jspecify.annotations.NullMarked;
