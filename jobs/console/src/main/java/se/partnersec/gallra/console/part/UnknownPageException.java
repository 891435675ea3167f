package se.partnersec.gallra.console.part;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/** There is no page of that name. */
@ResponseStatus(HttpStatus.NOT_FOUND)
public final class UnknownPageException extends RuntimeException {
    private static final long serialVersionUID = 1;
}
