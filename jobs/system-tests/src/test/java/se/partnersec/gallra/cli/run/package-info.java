@NullMarked
package se.partnersec.gallra.cli.run;

import org.jspecify.annotations.NullMarked;
