package org.vitrina.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.concurrent.CancellationException;

/// Puts an exception into the one line that a person at a terminal is told.
final class Failure {
    private Failure() {}

    static String message(Throwable failure) {
        return switch (failure) {
            case UncheckedIOException unchecked -> message(unchecked.getCause());
            case NoSuchFileException missing -> "there is no file " + missing.getFile();
            case AccessDeniedException denied -> "may not read or write " + denied.getFile();
            case NotDirectoryException file -> file.getFile() + " is not a folder";
            case FileAlreadyExistsException there -> there.getFile() + " is there already";
            case FileSystemException other -> other.getFile() + ": " + said(other.getReason(), other);
            case IOException other -> said(other.getMessage(), other);
            case CancellationException stopped -> said(stopped.getMessage(), stopped);
            case IllegalArgumentException wrong when wrong.getMessage() != null -> wrong.getMessage();
            case IllegalStateException wrong when wrong.getMessage() != null -> wrong.getMessage();
            default ->
                "%s; this is a fault of Vitrina, --debug shows where it arose"
                        .formatted(said(null, failure)
                                + (failure.getMessage() == null ? "" : ": " + failure.getMessage()));
        };
    }

    private static String said(String message, Throwable failure) {
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }
}
