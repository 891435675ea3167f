@NullMarked
package se.partnersec.gallra.demo.server;

import org.jspecify.annotations.NullMarked;
