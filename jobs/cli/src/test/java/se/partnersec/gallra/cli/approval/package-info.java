@NullMarked
package se.partnersec.gallra.cli.approval;

import org.jspecify.annotations.NullMarked;
