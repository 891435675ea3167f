/** Whether anything personal of those who are gone can still be found anywhere, in any usual disguise. */
@NullMarked
package se.partnersec.gallra.canary;

import org.jspecify.annotations.NullMarked;
