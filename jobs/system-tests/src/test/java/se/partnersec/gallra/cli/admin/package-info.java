@NullMarked
package se.partnersec.gallra.cli.admin;

import org.jspecify.annotations.NullMarked;
