/// An arena for a class: one machine serves a page on which each student votes blind on two answers, and
/// the ranking moves while they do. [ArenaServer][org.vitrina.arena.web.ArenaServer] is the whole of it;
/// `vitrina arena` starts one.
///
/// Everything that comes over the network is hostile until checked
/// ([Request][org.vitrina.arena.web.Request]); a vote is on the disk before it is thanked for
/// ([VoteLog][org.vitrina.arena.web.VoteLog]).
package org.vitrina.arena.web;
