/// Fetches published models into the user's cache.
///
/// [org.vitrina.file.fetch.PublishedModel] lists what can be fetched. A model comes from one of several places, tried
/// in order, and is kept only if its size and its SHA-256 are those that are written here.
package org.vitrina.file.fetch;
