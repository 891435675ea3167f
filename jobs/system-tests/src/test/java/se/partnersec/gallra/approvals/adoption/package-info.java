@NullMarked
package se.partnersec.gallra.approvals.adoption;

import org.jspecify.annotations.NullMarked;
