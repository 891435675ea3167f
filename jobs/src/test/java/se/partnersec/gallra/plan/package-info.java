/** Plans, explanations and receipts against real servers, with the rights each account has. */
@NullMarked
package se.partnersec.gallra.plan;

import org.jspecify.annotations.NullMarked;
