@NullMarked
package se.partnersec.gallra.cli.shell;

import org.jspecify.annotations.NullMarked;
