@NullMarked
package se.partnersec.planted.app.boot;

import org.jspecify.annotations.NullMarked;
