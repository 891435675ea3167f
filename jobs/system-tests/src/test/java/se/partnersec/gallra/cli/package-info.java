@NullMarked
package se.partnersec.gallra.cli;

import org.jspecify.annotations.NullMarked;
