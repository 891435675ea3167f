@NullMarked
package se.partnersec.gallra.cli.output;

import org.jspecify.annotations.NullMarked;
