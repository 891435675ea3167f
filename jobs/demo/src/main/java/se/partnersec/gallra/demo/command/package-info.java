/** Commands of the demo and of the servers for development. */
@NullMarked
package se.partnersec.gallra.demo.command;

import org.jspecify.annotations.NullMarked;
