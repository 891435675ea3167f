@NullMarked
package se.partnersec.gallra.cli.main;

import org.jspecify.annotations.NullMarked;
