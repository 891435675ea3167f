@NullMarked
package se.partnersec.gallra.console.person;

import org.jspecify.annotations.NullMarked;
