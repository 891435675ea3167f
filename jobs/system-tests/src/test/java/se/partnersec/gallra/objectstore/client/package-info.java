@NullMarked
package se.partnersec.gallra.objectstore.client;

import org.jspecify.annotations.NullMarked;
