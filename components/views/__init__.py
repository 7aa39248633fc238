"""View models (视图模型): what a page says, made once per snapshot, scope, day and caliber, before it is drawn."""
