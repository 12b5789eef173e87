-- old nodes: may keep running

select;
