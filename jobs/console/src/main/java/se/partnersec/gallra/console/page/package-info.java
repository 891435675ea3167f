/** Pages: results of commands, shown to the roles that may run them. */
@NullMarked
package se.partnersec.gallra.console.page;

import org.jspecify.annotations.NullMarked;
