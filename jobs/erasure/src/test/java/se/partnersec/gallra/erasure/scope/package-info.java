@NullMarked
package se.partnersec.gallra.erasure.scope;

import org.jspecify.annotations.NullMarked;
