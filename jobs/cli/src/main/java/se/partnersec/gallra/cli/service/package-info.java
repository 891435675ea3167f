/** Commands that go on until they are stopped: watching what must go at once, and carrying out orders. */
@NullMarked
package se.partnersec.gallra.cli.service;

import org.jspecify.annotations.NullMarked;
