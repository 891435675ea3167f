/** Commands of the demo and of the servers for development. */
@NullMarked
package se.partnersec.gallra.cli.demo;

import org.jspecify.annotations.NullMarked;
