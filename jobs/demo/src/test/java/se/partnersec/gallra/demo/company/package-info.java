@NullMarked
package se.partnersec.gallra.demo.company;

import org.jspecify.annotations.NullMarked;
